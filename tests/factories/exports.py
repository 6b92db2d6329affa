"""Films to give away for tests, in the states they come to."""

from uuid import uuid4

from django.utils import timezone

from attune.core.consent import Purpose
from attune.web.exports import actions
from attune.web.exports.models import ClipFace, Export, ExportClip
from attune.web.films import store
from attune.web.reviews.models import Moment
from tests.factories import Family

CONTENT = bytes(range(256)) * 4  # no film, but every byte tells where it stands


def begin_export(
    family: Family, *moments: Moment, purpose: Purpose = Purpose.COPY, recipient: str = "Ana"
) -> Export:
    return actions.begin_export(
        by=family.actor,
        case=family.case,
        purpose=purpose,
        recipient=recipient,
        moments=moments,
        key=uuid4(),
    )


def made_export(family: Family, *moments: Moment, **fields: object) -> Export:
    """One whose file is there to be looked at, as far as rows and bytes tell. Its film has to have
    a folder in the store."""
    export = begin_export(family, *moments)
    export.home = moments[0].film
    with store.Exporting(export.home_id, export.pk) as file:
        file.append(CONTENT[100:])
        file.put_before(CONTENT[:100])
        file.keep()
    export.state, export.job = Export.State.MADE, uuid4()
    export.made_at, export.expires_at = timezone.now(), Export.next_expiry()
    export.size = len(CONTENT)
    for name, value in fields.items():
        setattr(export, name, value)
    export.save()
    return export


def given_export(family: Family, *moments: Moment, **fields: object) -> Export:
    """One that may be downloaded. Everyone has to have agreed."""
    export = made_export(family, *moments, **fields)
    actions.give(by=family.actor, export=export)
    export.refresh_from_db()
    return export


def make_face(clip: ExportClip, number: int = 1) -> ClipFace:
    """A face that was found in the clip, with a picture that no browser could draw."""
    box = [clip.first, 1000, 2000, 500, 500]
    face = ClipFace.objects.create(clip=clip, number=number, boxes=[box])
    store.write(clip.film_id, store.picture(face.pk, "jpg"), b"\xff\xd8\xff a face")
    return face

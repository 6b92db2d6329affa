"""What changes in the evidence library: only ever by a new version, with who and when."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from attune.web.evidence import content as contents
from attune.web.evidence.content import Content
from attune.web.evidence.deriving import label_of
from attune.web.evidence.models import Entry, Version
from attune.web.national.actions.log import record
from attune.web.people.queries import Officer

SHIPPED = "The library that comes with Attune."


@transaction.atomic
def load_shipped() -> int:
    """Bring in what comes with Attune; how many versions that made.

    What an editor changed or withdrew stays as the editor left it.
    """
    made = 0
    for key, content in contents.shipped().items():
        entry = Entry.objects.filter(key=key).first() or Entry(key=key)
        newest = _newest(entry)
        if newest and (newest.by_id is not None or newest.content == content):
            continue
        if not _is_free(_doi(content), entry):
            continue  # an editor had added the same publication before it came with Attune
        _write(entry, content, by=None, why=SHIPPED)
        made += 1
    return made


@transaction.atomic
def add_entry(*, by: Officer, content: Content, key: str = "") -> Version:
    """A new entry. key: its short name; of author and year where none is given."""
    _refuse(content)
    entry = Entry.objects.create(key=_free_key(key or slugify(label_of(content)) or "entry"))
    version = _write_checked(entry, content, by=by, why="")
    record(by=by, verb="add", thing=version, number=version.number)
    return version


@transaction.atomic
def change_entry(*, by: Officer, entry: Entry, content: Content, why: str) -> Version:
    """A new version; also how a withdrawn entry comes back."""
    _refuse(content)
    newest = _newest(entry)
    if newest and not newest.withdrawn and newest.content == content:
        raise ValidationError(_("Nothing was changed."))
    version = _write_checked(entry, content, by=by, why=why)
    record(by=by, verb="change", thing=version, number=version.number)
    return version


@transaction.atomic
def withdraw_entry(*, by: Officer, entry: Entry, why: str) -> Version:
    """It counts no longer; all its versions stay to be read, with the reason."""
    newest = _newest(entry)
    if newest is None or newest.withdrawn:
        raise ValidationError(_("This entry is withdrawn already."))
    version = _write(entry, newest.content, by=by, why=why, withdrawn=True)
    record(by=by, verb="withdraw", thing=version, number=version.number)
    return version


def _refuse(content: Content) -> None:
    if faults := contents.faults_of(content):
        raise ValidationError(faults)


def _write_checked(entry: Entry, content: Content, *, by: Officer, why: str) -> Version:
    if not _is_free(_doi(content), entry):
        other = Entry.objects.get(doi=_doi(content))
        raise ValidationError(
            _("This DOI is in the library already: %(entry)s."), params={"entry": other.key}
        )
    return _write(entry, content, by=by, why=why)


def _write(
    entry: Entry, content: Content, *, by: Officer | None, why: str, withdrawn: bool = False
) -> Version:
    newest = _newest(entry)
    entry.doi = _doi(content)
    entry.save()
    return Version.objects.create(
        entry=entry,
        number=newest.number + 1 if newest else 1,
        content=content,
        withdrawn=withdrawn,
        by=by.person if by else None,
        why=why,
    )


def _newest(entry: Entry) -> Version | None:
    return Version.objects.filter(entry=entry).order_by("-number").first()


def _doi(content: Content) -> str | None:
    return content["doi"].lower() if "doi" in content else None


def _is_free(doi: str | None, entry: Entry) -> bool:
    return doi is None or not Entry.objects.filter(doi=doi).exclude(pk=entry.pk).exists()


def _free_key(wanted: str) -> str:
    wanted = wanted[:70]
    taken = set(Entry.objects.filter(key__startswith=wanted).values_list("key", flat=True))
    numbers = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(key for key in numbers if key not in taken)

"""What takes a moment with moments: the picture of a frame. Doing it twice does no harm."""

import tempfile
from pathlib import Path

from django_scopes import scopes_disabled
from django_tasks import task

from attune.web.films import store
from attune.web.films.preparing import draw_still
from attune.web.films.queries import frame_table
from attune.web.reviews.models import Moment
from attune.web.reviews.queries import moments as queries


@task
def make_picture(moment_id: str) -> None:
    """Draw a moment's first frame from the original, at its full size."""
    with scopes_disabled():
        moment = Moment.objects.select_related("film").filter(pk=moment_id).first()
    if moment is None:
        return  # removed in the meantime
    name = queries.picture_name(moment)
    if store.has(moment.film_id, name):
        return
    frames = store.path_for_worker(moment.film_id, store.FRAMES)
    original = store.path_for_worker(moment.film_id, store.ORIGINAL)
    number = frame_table(moment.film_id).number_of(moment.first)
    with tempfile.TemporaryDirectory(dir=frames.parent, prefix="picture-") as folder:
        out = Path(folder) / Path(name).name
        draw_still(original, frames, out, number)
        store.write(moment.film_id, name, out.read_bytes())
    # Asked after writing: who moves the moment later than this drops the picture themselves.
    with scopes_disabled():
        if not Moment.objects.filter(pk=moment_id, first=moment.first).exists():
            store.drop_picture(moment.film_id, name)

"""What takes a moment with moments: the picture of a frame. Doing it twice does no harm."""

from django_scopes import scope, scopes_disabled
from django_tasks import task

from attune.web.films import store
from attune.web.films.preparing import draw_still
from attune.web.films.queries import frame_table
from attune.web.films.sources import open_source
from attune.web.reviews.models import Moment
from attune.web.reviews.queries import moments as queries


@task
def make_picture(moment_id: str) -> None:
    """Draw a moment's first frame at its full size: the original's, or the copy's when that is gone."""
    with scopes_disabled():
        moment = Moment.objects.select_related("film__case__service").filter(pk=moment_id).first()
    if moment is None:
        return  # removed in the meantime
    name = queries.picture_name(moment)
    if store.has(moment.film_id, name):
        return
    with scope(service=moment.film.case.service):
        table = frame_table(moment.film_id)
        number, ending = table.number_of(moment.first), name.rpartition(".")[2]
        with open_source(moment.film_id) as source:
            drawn = draw_still(source.file, source.table.to_bytes(), number, ending)
        store.write(moment.film_id, name, drawn)
    # Asked after writing: who moves the moment later than this drops the picture themselves.
    with scopes_disabled():
        if not Moment.objects.filter(pk=moment_id, first=moment.first).exists():
            store.drop_picture(moment.film_id, name)

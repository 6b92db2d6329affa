"""What is made of a film after its original was removed: the same frames, from the copy."""

import io

import numpy as np
import pytest
from django.utils import timezone
from PIL import Image

from attune.core.clock import FrameTable
from attune.core.consent import Purpose
from attune.core.media.frames import frame_table as decoded
from attune.core.media.invented import read_frame_number
from attune.web.exports import actions as exports
from attune.web.exports import tasks
from attune.web.films import actions, hearing, store
from attune.web.films.models import Film, SecondCamera
from attune.web.films.sources import has_original, open_source
from attune.web.films.tasks import ingest
from attune.web.reviews.models import Moment
from attune.web.reviews.queries.moments import picture_name
from attune.web.reviews.tasks import make_picture
from tests.factories import give_consent
from tests.factories.exports import begin_export
from tests.factories.films import arrived_film
from tests.factories.reviews import make_moment
from tests.films.made import made
from tests.films.oracle import ffmpeg


def prepared(family, cycle, kind: str = "late-start", seconds: float = 2) -> Film:
    """A film that does not begin at tick 0, prepared, its original still there."""
    film = arrived_film(family, cycle, made(kind, seconds=seconds).path.read_bytes())
    ingest.call(str(film.pk))
    film.refresh_from_db()
    assert film.is_ready, film.refusal
    return film


def lose_original(film: Film) -> None:
    Film.objects.filter(pk=film.pk).update(original_removed_at=timezone.now())
    store.erase_original(film.pk)
    assert not has_original(film.pk)


@pytest.fixture
def film(family, cycle) -> Film:
    return prepared(family, cycle)


def test_original_is_read_as_long_as_it_is_there(film):
    with open_source(film.pk) as source:
        assert source.clock is None
        assert decoded(source.file) == source.table
        assert source.tick(5) == source.back(5) == 5


def test_copy_has_the_frames_at_the_ticks_that_it_says(film):
    with open_source(film.pk) as source:
        table = source.table
    lose_original(film)
    with open_source(film.pk) as source:
        assert decoded(source.file) == source.table == FrameTable.from_bytes(source.frames.read())
        assert [source.back(tick) for tick in source.table.pts] == list(table.pts)
        assert [source.tick(tick) for tick in table.pts] == list(source.table.pts)


def test_stills_faces_and_gifts_come_from_the_copy_and_say_so(family, film, tmp_path):
    give_consent(family, Purpose.COPY)
    with open_source(film.pk) as source:
        ticks = source.table.pts
    lose_original(film)
    still = make_moment(film, kind=Moment.Kind.STILL, first=ticks[41], last=ticks[41])
    make_picture.call(str(still.pk))
    with store.open_for_read(film.pk, picture_name(still)) as file:
        assert read_frame_number(np.asarray(Image.open(io.BytesIO(file.read())))) == 41

    export = begin_export(family, make_moment(film, first=ticks[40], last=ticks[49]))
    export.quality = export.Quality.ORIGINAL
    export.line = ""
    export.save()
    clip = export.clips.get()
    exports.look_for_faces(by=family.actor, clip=clip)
    tasks.find_faces.call(str(clip.pk))
    clip.refresh_from_db()
    assert clip.faces_state == "found"
    exports.make(by=family.actor, export=export)
    export.refresh_from_db()
    tasks.make_export.call(str(export.pk), str(export.job))
    export.refresh_from_db()
    assert (export.state, export.refusal) == ("made", "")
    assert export.notes[0].startswith("The original of “Bath time” was removed on ")
    path = tmp_path / "gift.mp4"
    with store.open_for_read(film.pk, store.export(export.pk)) as file:
        path.write_bytes(file.read())
    raw = ffmpeg("-i", path, "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "gray", "-")
    frames = np.frombuffer(raw, np.uint8).reshape(-1, 180, 320)
    assert [read_frame_number(frame) for frame in frames] == list(range(40, 50))


def test_second_camera_is_found_by_the_sound_of_copies(family, cycle):
    first = prepared(family, cycle, seconds=4)
    second = prepared(family, cycle, seconds=4)
    lose_original(second)
    joined = actions.join_camera(by=family.actor, first=first, second=second)
    hearing.find_offset.call(str(joined.pk))
    joined.refresh_from_db()
    assert (joined.state, round(joined.offset, 3)) == (SecondCamera.State.FOUND, 0)

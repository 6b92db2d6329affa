import io
from dataclasses import replace

import pytest
from av.packet import Packet

from attune.core.media.errors import OutputError
from attune.core.media.look import first_look
from attune.core.media.render.copying import _Copying
from attune.core.media.render.h264 import NotPossibleError
from attune.core.media.render.hidden import Film
from attune.core.media.render.plan import Clip, Plan
from attune.core.media.render.reel import OUT, render
from attune.core.media.render.smart import Coded, Encoder, _coded, check_cut, cut, decode_times
from attune.core.media.sink import FolderSink
from tests.films.made import made
from tests.films.oracle import presented

FIRST, LAST = 20, 70


def film_of(kind: str) -> Film:
    truth = made(kind, 3)
    return Film(truth.path, truth.table, first_look(truth.path))


@pytest.mark.parametrize(
    ("shown", "decoded"),
    [
        ((0, 10, 20), [0, 10, 20]),
        ((0, 30, 10, 20), [-10, 0, 10, 20]),
        ((0, 40, 20, 10, 30, 47), [-20, -10, 0, 10, 20, 27]),
    ],
)
def test_pictures_are_decoded_in_order_and_never_after_they_are_shown(shown, decoded):
    assert decode_times(shown) == decoded
    assert all(due <= tick for due, tick in zip(decode_times(shown), shown, strict=True))


def test_a_cut_holds_every_frame_once():
    film = film_of("h264")
    made_cut = cut(film, FIRST, LAST, sound=True)
    assert sorted(one.tick for one in made_cut.pictures) == list(film.table.pts[FIRST : LAST + 1])
    assert [one.key for one in made_cut.pictures].count(True) >= 3
    assert made_cut.heard
    assert len(made_cut.sets.sequence) == len(made_cut.sets.picture) == 2
    assert not cut(film, FIRST, LAST, sound=False).heard


def written(tmp_path):
    film = film_of("h264")
    clip = Clip(0, film.table.pts[FIRST], film.table.pts[LAST], sound="muted")
    render(
        Plan((clip,), quality="original"), [film.source], FolderSink(tmp_path), tables=[film.table]
    )
    return film, cut(film, FIRST, LAST, sound=False), io.BytesIO((tmp_path / OUT).read_bytes())


def test_what_was_written_is_compared_with_the_cut(tmp_path):
    film, made_cut, file = written(tmp_path)
    table = film.table.slice(FIRST, LAST)
    assert check_cut(file, made_cut, table) is None
    with pytest.raises(OutputError):
        check_cut(file, made_cut, film.table.slice(FIRST, LAST - 1))
    pictures = list(made_cut.pictures)
    number = made_cut.copied.start + 3
    pictures[number] = replace(pictures[number], data=b"other")
    with pytest.raises(OutputError):
        check_cut(file, replace(made_cut, pictures=tuple(pictures)), table)


def test_copied_frames_that_decode_to_other_pictures_are_found(tmp_path):
    film, made_cut, file = written(tmp_path)
    table, copied = film.table.slice(FIRST, LAST), made_cut.copied
    assert set(made_cut.seams) == {
        *(copied.start, copied.start + 1),
        *(copied.stop - 2, copied.stop - 1),
    }
    for number, picture in made_cut.seams.items():
        seams = {**made_cut.seams, number: picture ^ 1}
        with pytest.raises(OutputError):
            check_cut(file, replace(made_cut, seams=seams), table)


def test_a_copied_picture_that_no_player_can_decode_is_found(tmp_path):
    """A group that leans on a picture which was left out, as where a key frame is none."""
    film, made_cut, _ = written(tmp_path)
    spoilt = list(made_cut.pictures)
    for number in made_cut.copied:
        spoilt[number] = replace(spoilt[number], data=bytes(len(spoilt[number].data)))
    other = replace(made_cut, pictures=tuple(spoilt))
    file, clip = io.BytesIO(), Clip(0, film.table.pts[FIRST], film.table.pts[LAST], sound="muted")
    _Copying(file, Plan((clip,)), clip, film, other, sounds=False).write(FIRST, LAST)
    with pytest.raises(OutputError):
        check_cut(file, other, film.table.slice(FIRST, LAST))


def test_a_clip_far_into_a_film_is_reached_by_a_seek(tmp_path):
    truth = made("h264", 8)
    film = Film(truth.path, truth.table, first_look(truth.path))
    made_cut = cut(film, 170, 220, sound=True)
    assert sorted(one.tick for one in made_cut.pictures) == list(film.table.pts[170:221])
    clip = Clip(0, film.table.pts[170], film.table.pts[220])
    facts = render(
        Plan((clip,), quality="original"), [film.source], FolderSink(tmp_path), tables=[film.table]
    )
    assert (facts["quality"], facts["copied"]) == ("original", len(made_cut.copied))
    assert len(presented(tmp_path / OUT)[1]) == 51


def packet(data: bytes, pts: int | None = 5) -> Packet:
    made_packet = Packet(data)
    made_packet.pts = pts
    return made_packet


def test_a_coded_picture_is_read_and_one_that_cannot_be_copied_is_refused():
    unit = b"\0\0\0\3\x65ab"
    assert _coded(packet(unit), set()) == Coded(5, True, unit)
    with pytest.raises(NotPossibleError, match="no time"):
        _coded(packet(unit, None), set())
    new_set = b"\0\0\0\2\x67a"
    assert _coded(packet(new_set + unit), {b"\x67a"}).data == unit
    with pytest.raises(NotPossibleError, match="change their coding"):
        _coded(packet(new_set + unit), set())


def test_sets_of_two_encodings_must_be_the_same():
    film = film_of("h264")
    encoder = Encoder(film, cut(film, FIRST, LAST, sound=False).sets)
    encoder.encoded(range(2), range(0))
    encoder.sequence = (b"\x67other",)
    with pytest.raises(NotPossibleError, match="differ in their coding"):
        encoder.encoded(range(2, 4), range(0))


def test_pictures_that_are_not_those_of_the_frame_table_are_not_copied():
    """A table that leaves a frame of a group out, as for a film with two frames of one time."""
    film = film_of("h264")
    ticks = film.table.pts
    table = replace(film.table, pts=(*ticks[:40], *ticks[41:]))
    with pytest.raises(NotPossibleError, match="order"):
        cut(replace(film, table=table), FIRST, LAST, sound=False)


def test_a_cut_that_is_not_exact_is_encoded_anew(tmp_path, monkeypatch):
    def refuse(*_):
        raise OutputError("no")

    monkeypatch.setattr("attune.core.media.render.copying.check_cut", refuse)
    film = film_of("h264")
    clip = Clip(0, film.table.pts[FIRST], film.table.pts[LAST])
    plan = Plan((clip,), quality="original")
    facts = render(plan, [film.source], FolderSink(tmp_path), tables=[film.table])
    assert facts["notes"] == ["The pictures were encoded anew, because copying them was not exact."]
    assert len(presented(tmp_path / OUT)[1]) == LAST - FIRST + 1

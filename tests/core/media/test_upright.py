import av
import numpy as np
import pytest

from attune.core.media.look import first_look
from attune.core.media.opening import open_film
from attune.core.media.tone import HLG, PQ
from attune.core.media.upright import Upright, shown_colour, upright_rgb
from tests.films.made import made
from tests.films.oracle import ffmpeg

CORNERS = {0: (0, 0), 90: (0, 1), 180: (1, 1), 270: (1, 0)}
"""Where the stored picture's upper left corner is after a clockwise turn: (lower?, right?)."""
BT2020 = 9


def marked() -> av.VideoFrame:
    """A dark picture of 64 by 32 with a white upper left corner."""
    picture = np.full((32, 64, 3), 20, dtype=np.uint8)
    picture[:16, :16] = 235
    return av.VideoFrame.from_ndarray(picture, format="rgb24")


def through(upright: Upright, frames: list[av.VideoFrame]) -> list[tuple[int, av.VideoFrame]]:
    done = [pair for number, one in enumerate(frames) for pair in upright.push(number, one)]
    return done + upright.rest()


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("rotation", CORNERS)
def test_a_picture_is_mirrored_and_then_turned_clockwise(rotation, mirrored):
    size = (32, 64) if rotation in (90, 270) else (64, 32)
    ((_, yuv),) = through(Upright(rotation, *size, mirrored=mirrored), [marked()])
    assert (yuv.width, yuv.height, yuv.format.name) == (*size, "yuv420p")
    rgb = upright_rgb(marked(), rotation, *size, mirrored=mirrored)
    assert rgb.shape == (size[1], size[0], 3)
    corner = CORNERS[(rotation + 90) % 360 if mirrored else rotation]
    # Mirrored, the corner is the upper right one before the turn: a quarter turn further.
    for picture in (rgb[..., 0], yuv.to_ndarray(format="gray")):
        found = {
            (down, across)
            for down in (0, 1)
            for across in (0, 1)
            if picture[-4 if down else 3, -4 if across else 3] > 128
        }
        assert found == {corner}


@pytest.mark.parametrize(
    "kind", ["rotated", "rotated-180", "rotated-270", "mirrored", "mirrored-90", "mirrored-180",
             "mirrored-270", "wide-pixels", "odd-size"],
)  # fmt: skip
def test_pictures_lie_as_the_ffmpeg_command_turns_them(kind):
    film = made(kind)
    look = first_look(film.path)
    width, height = look.upright
    with open_film(film.path) as source:
        frame = next(source.container.decode(source.video))
        ours = upright_rgb(frame, look.rotation, width, height, mirrored=look.mirrored)
    raw = ffmpeg("-i", film.path, "-frames:v", 1, "-vf", f"scale={width}:{height}:flags=bicubic",
                 "-f", "rawvideo", "-pix_fmt", "rgb24", "-")  # fmt: skip
    theirs = np.frombuffer(raw, dtype=np.uint8).reshape(height, width, 3)
    assert np.abs(ours.astype(int) - theirs).mean() < 1.5


def test_frames_that_change_in_the_middle_come_out_all_and_alike():
    frames = [marked(), marked(), marked().reformat(format="yuv444p"), marked().reformat(32, 16)]
    done = through(Upright(0, 64, 32), frames)
    assert [tick for tick, _ in done] == [0, 1, 2, 3]
    assert {(one.width, one.height, one.format.name) for _, one in done} == {(64, 32, "yuv420p")}
    assert Upright(0, 64, 32).rest() == []


def fields(number: int) -> av.VideoFrame:
    """An interlaced picture whose upper field is 40 + number and whose lower is 200 - number."""
    luma = np.zeros((32, 64), dtype=np.uint8)
    luma[0::2], luma[1::2] = 40 + number, 200 - number
    chroma = np.full((16, 64), 128, dtype=np.uint8)
    return av.VideoFrame.from_ndarray(np.concatenate((luma, chroma)), format="yuv420p")


def test_interlaced_frames_are_made_whole_one_for_one(tmp_path):
    raw, path = tmp_path / "fields.yuv", tmp_path / "fields.mkv"
    raw.write_bytes(b"".join(fields(number).to_ndarray().tobytes() for number in range(8)))
    ffmpeg("-f", "rawvideo", "-s", "64x32", "-pix_fmt", "yuv420p", "-r", 25, "-i", raw,
           "-vf", "setfield=tff", "-c:v", "ffv1", path)  # fmt: skip
    with av.open(str(path)) as film:
        frames = list(film.decode(video=0))
    assert all(frame.interlaced_frame for frame in frames)
    done = through(Upright(0, 64, 32), frames)
    assert [tick for tick, _ in done] == list(range(8))
    for tick, whole in done[1:-1]:
        rows = whole.to_ndarray()[4:28, 32].astype(int)
        assert rows[0::2].tolist() == [40 + tick] * 12  # the upper field stays
        assert np.abs(rows[1::2] - (40 + tick)).max() <= 1  # and gives the rows between


def flat(luma: int, blue: int, red: int, transfer: int) -> av.VideoFrame:
    """A picture of one 10-bit BT.2020 colour."""
    planes = [np.full(64 * 64, luma), np.full(32 * 32, blue), np.full(32 * 32, red)]
    picture = np.concatenate(planes).astype(np.uint16).reshape(96, 64)
    frame = av.VideoFrame.from_ndarray(picture, format="yuv420p10le")
    frame.colorspace, frame.color_primaries = BT2020, BT2020
    frame.color_range, frame.color_trc = 1, transfer
    return frame


def light(signal: float, transfer: int) -> float:
    """cd/m² of one coded grey: ST 2084 and BT.2100, written out once more."""
    if transfer == PQ:
        power = signal ** (32 / 2523)
        return 10_000 * (max(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)) ** (
            16384 / 2610
        )
    scene = signal**2 / 3 if signal <= 0.5 else (np.exp((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12  # fmt: skip
    return 1000 * scene**1.2


def grey_of(nits: float) -> float:
    """8-bit luma of a grey of this light: BT.2446-1, method A, for greys, written out once more."""
    luma = (nits / 1000) ** (1 / 2.4)
    before, after = 1 + 32 * 0.1 ** (1 / 2.4), 1 + 32 * 0.01 ** (1 / 2.4)
    seen = np.log(1 + (before - 1) * luma) / np.log(before)
    if seen <= 0.7399:
        curve = 1.0770 * seen
    else:
        curve = (-1.1510 * seen + 2.7811) * seen - 0.6302 if seen < 0.9909 else (seen + 1) / 2
    return 16 + 219 * (after**curve - 1) / (after - 1)


@pytest.mark.parametrize("transfer", [PQ, HLG])
def test_greys_of_high_dynamic_range_are_shown_as_published(transfer):
    for luma in (64, 150, 250, 350, 450, 550, 650, 720):
        ((_, shown),) = through(Upright(0, 64, 64), [flat(luma, 512, 512, transfer)])
        wanted = grey_of(min(1000, light((luma - 64) / 876, transfer)))
        assert abs(int(shown.to_ndarray()[10, 10]) - wanted) <= 1.5
        assert np.abs(shown.to_ndarray()[64:].astype(int) - 128).max() <= 1
        assert (shown.colorspace, shown.color_primaries, shown.color_trc) == (1, 1, 1)


@pytest.mark.parametrize("transfer", [PQ, HLG])
@pytest.mark.parametrize(("blue", "red"), [(512, 640), (600, 450), (450, 600), (560, 560)])
def test_colours_of_high_dynamic_range_keep_their_hue(transfer, blue, red):
    frame = flat(450, blue, red, transfer)
    ((_, shown),) = through(Upright(0, 64, 64), [frame])
    planes = shown.to_ndarray()
    got = int(planes[64 + 5, 10]) - 128, int(planes[80 + 5, 10]) - 128
    before = np.arctan2(red - 512, blue - 512)
    assert abs(np.angle(np.exp(1j * (np.arctan2(got[1], got[0]) - before)))) < 0.35


def test_what_is_said_of_the_colour_is_true():
    assert shown_colour((BT2020, BT2020, PQ)) == shown_colour((BT2020, BT2020, HLG)) == (1, 1, 1)
    assert shown_colour((0, 1, 13)) == (1, 1, 1)
    assert shown_colour((5, 5, 6)) == (5, 5, 6)

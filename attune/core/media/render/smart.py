"""A smart cut: a clip whose pictures are the film's own, copied where that is exact.

An H.264 film is a row of groups that each begin with a picture on its own (IDR) and lean on nothing
before it. Whole groups inside the clip are copied; the frames before the first and after the last whole
group are encoded anew, with parameter sets of their own number, so that both kinds stand in one
film. The sound is encoded anew, exact to the sample. What was written is checked: every frame's time, every
copied byte, and by decoding across both seams.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
import av.error
import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.codec.context import CodecContext
from av.packet import Packet
from av.stream import Stream
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

from attune.core.clock import FrameTable, TimeBase
from attune.core.media.encoders import WHOLE_PICTURES
from attune.core.media.errors import FilmError, OutputError
from attune.core.media.excerpt import EARLY, excerpt
from attune.core.media.frames import LATE
from attune.core.media.opening import OpenFilm, open_film
from attune.core.media.render.h264 import (
    IDR,
    PPS,
    SETS,
    SPS,
    NotPossibleError,
    Sets,
    kind,
    packed_units,
    pictures_only,
    read_config,
    stream_units,
)
from attune.core.media.render.hidden import Film

QUALITY, PRESET = "18", "veryfast"
FORMATS = ("yuv420p", "yuvj420p")
SEAM = 2
"""Copied frames next to a seam that are compared."""
NO_CUT = "The film that was written is not the cut that it should be."
Planes = npt.NDArray[Any]
"""A picture as it was decoded, its planes below each other."""


@dataclass(frozen=True, slots=True)
class Coded:
    """One coded picture: its tick in the source, whether it stands on its own, its bytes for an MP4."""

    tick: int
    key: bool
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A smart cut: all pictures in the order of decoding, of which `copied` (a range) are the film's own.

    `sets` are the parameter sets of both kinds, `heard` the decoded sound around the clip. `seams` are
    the source's pictures of the copied frames next to encoded ones, by number.
    """

    pictures: tuple[Coded, ...]
    copied: range
    sets: Sets
    heard: tuple[AudioFrame, ...]
    seams: dict[int, Planes]


def cut(film: Film, first: int, last: int, *, sound: bool) -> Cut:
    """Frames `first` to `last` of a film, as many of them copied as can be.

    Raises `NotPossibleError` where none can, and a `FilmError` where the film breaks off.
    """
    with open_film(film.source) as opened:
        sets = _sets_of(opened)
        packets, heard = _collect(opened, film.table, first, last, sound=sound)
    known = set(sets.sequence) | set(sets.picture)
    groups = _whole_groups([_coded(packet, known) for packet in packets], film.table, first, last)
    start = film.table.number_of(groups[0].tick)
    stop = start + len(groups)
    table = film.table
    if sorted(each.tick for each in groups) != list(table.pts[start:stop]):
        raise NotPossibleError("its pictures do not come in an order that can be copied")
    encoder = Encoder(film, sets)
    seen = min(SEAM, len(groups))
    head = encoder.encoded(range(first, start), range(start, start + seen))
    tail = encoder.encoded(range(stop, last + 1), range(stop - seen, stop))
    return Cut(
        pictures=(*head, *groups, *tail),
        copied=range(len(head), len(head) + len(groups)),
        sets=Sets(sets.sequence + encoder.sequence, sets.picture + encoder.picture),
        heard=tuple(heard),
        seams={number - first: picture for number, picture in encoder.beside.items()},
    )


def _sets_of(film: OpenFilm) -> Sets:
    context = film.video.codec_context
    if context.codec.canonical_name != "h264" or "mov" not in film.container.format.name:
        raise NotPossibleError("the film is not H.264 in an MP4 or MOV")
    if context.pix_fmt not in FORMATS:
        raise NotPossibleError("its pictures have more colours than most players show")
    return read_config(bytes(context.extradata or b""))


def _collect(
    film: OpenFilm, table: FrameTable, first: int, last: int, *, sound: bool
) -> tuple[list["Packet[Stream]"], list[AudioFrame]]:
    """The coded pictures from before the clip to after it, and the decoded sound."""
    early = table.pts[first] - table.time_base.nearest_tick(EARLY[-1])
    if early > table.start:
        film.container.seek(early, stream=film.video)
    late = table.pts[last] + table.time_base.nearest_tick(LATE)
    near = table.time_base.seconds(table.pts[first]) - 1
    pictures: list[Packet[Stream]] = []
    heard: list[AudioFrame] = []
    for packet in film.packets():
        if packet.stream is film.video:
            if packet.dts is not None and packet.dts > late:
                break
            if packet.size:
                pictures.append(packet)
        elif sound and (packet.pts is None or packet.pts * packet.time_base >= near):
            heard += [one for one in packet.decode() if isinstance(one, AudioFrame)]
    return pictures, heard


def _coded(packet: "Packet[Stream]", known: set[bytes]) -> Coded:
    units = packed_units(bytes(packet))
    if any(kind(each) in SETS and each not in known for each in units):
        raise NotPossibleError("its pictures change their coding on the way")
    if packet.pts is None:
        raise NotPossibleError("some of its pictures have no time")
    return Coded(packet.pts, any(kind(each) == IDR for each in units), pictures_only(units))


def _whole_groups(coded: Sequence[Coded], table: FrameTable, first: int, last: int) -> list[Coded]:
    """The pictures of the whole groups inside the clip."""
    _, after = table.interval(last)
    keys = [number for number, one in enumerate(coded) if one.key]
    starts = [number for number in keys if coded[number].tick >= table.pts[first]]
    stops = [number for number in keys if coded[number].tick <= after]
    if last == len(table) - 1:
        stops.append(len(coded))
    if not starts or not stops or stops[-1] <= starts[0]:
        raise NotPossibleError("the clip is too short to hold a group of its pictures")
    return list(coded[starts[0] : stops[-1]])


class Encoder:
    """Encodes the frames around the copied ones, with sets whose number the film does not use."""

    def __init__(self, film: Film, sets: Sets) -> None:
        self._film = film
        self._profile, self._id = sets.profile, sets.free_id
        self.sequence: tuple[bytes, ...] = ()
        self.picture: tuple[bytes, ...] = ()
        self.beside: dict[int, Planes] = {}
        """The pictures of frames next to encoded ones, by number."""

    def encoded(self, numbers: range, beside: range) -> list[Coded]:
        """The frames of these numbers, each leaning on none but these; those `beside` are kept as they
        are. Without numbers nothing is done."""
        if not numbers:
            return []
        coded: list[Coded] = []
        made: list[VideoCodecContext] = []
        table = self._film.table

        def see(tick: int, frame: VideoFrame) -> None:
            if (number := table.number_of(tick)) in beside:
                self.beside[number] = frame.to_ndarray()
                return
            if frame.interlaced_frame:
                raise NotPossibleError("its pictures are interlaced")
            if not made:
                made.append(self._context(frame))
            frame.pts, frame.pict_type = tick, 0
            frame.time_base = table.time_base.tick
            coded.extend(self._taken(made[0].encode(frame)))

        both = min(*numbers, *beside), max(*numbers, *beside)
        excerpt(self._film.source, table, *both, see)
        coded.extend(self._taken(made[0].encode(None)))
        return coded

    def _context(self, frame: VideoFrame) -> VideoCodecContext:
        context = CodecContext.create("libx264", "w")
        context.width, context.height, context.pix_fmt = (
            frame.width,
            frame.height,
            frame.format.name,
        )
        context.time_base = self._film.table.time_base.tick
        context.framerate = Fraction(30)
        context.thread_type = WHOLE_PICTURES
        context.colorspace, context.color_range = frame.colorspace, frame.color_range
        context.color_primaries, context.color_trc = frame.color_primaries, frame.color_trc
        context.options = {
            "preset": PRESET,
            "crf": QUALITY,
            "profile": self._profile,
            "bf": "0",
            "x264-params": f"sps-id={self._id}:repeat-headers=1",
        }
        return context

    def _taken(self, packets: Sequence["Packet[Any]"]) -> Iterator[Coded]:
        for packet in packets:
            units = stream_units(bytes(packet))
            for name, number in (("sequence", SPS), ("picture", PPS)):
                new = [each for each in units if kind(each) == number]
                if any(each not in getattr(self, name) for each in new) and getattr(self, name):
                    raise NotPossibleError("its first and last pictures differ in their coding")
                setattr(self, name, tuple(new) or getattr(self, name))
            yield Coded(packet.pts or 0, packet.is_keyframe, pictures_only(units))


def decode_times(ticks: Sequence[int]) -> list[int]:
    """When each picture is decoded, from when each is shown, in the order of decoding: evenly, and none
    after it is shown."""
    shown = sorted(ticks)
    late = max(due - tick for due, tick in zip(shown, ticks, strict=True))
    return [due - late for due in shown]


def check_cut(file: io.BytesIO, made: Cut, table: FrameTable) -> None:
    """Raise `OutputError` unless the written film is the cut, whose frame table is `table`.

    Every frame has its time, every copied picture its bytes, and across both seams the frames that are
    copied decode to the very pictures of the source.
    """
    file.seek(0)
    with av.open(file, "r") as read:
        video = read.streams.video[0]
        base = video.time_base or Fraction(1)
        packets = [one for one in read.demux(video) if one.size and one.pts is not None]
    times = sorted((one.pts or 0) * base for one in packets)
    same = all(bytes(packets[n]) == made.pictures[n].data for n in made.copied if n < len(packets))
    if not same or times != [table.time_base.seconds(tick) for tick in table.pts]:
        raise OutputError(NO_CUT)
    written = FrameTable(
        TimeBase(base.numerator, base.denominator),
        tuple(int(time / base) for time in times),
        int(table.duration / base),
    )
    before = {n: picture for n, picture in made.seams.items() if n < made.copied.start + SEAM}
    after = {n: picture for n, picture in made.seams.items() if n not in before}
    for seam in (before, after):
        # Decoded from across the seam, as a player comes upon it.
        low, high = max(0, min(seam, default=0) - 1), min(len(table) - 1, max(seam, default=0) + 1)
        shown = _pictures(file, written, low, high) if seam else []
        if not all(np.array_equal(shown[n - low], theirs) for n, theirs in seam.items()):
            raise OutputError(NO_CUT)


def _pictures(file: io.BytesIO, table: FrameTable, first: int, last: int) -> list[Planes]:
    found: list[Planes] = []
    try:
        excerpt(file, table, first, last, lambda _, frame: found.append(frame.to_ndarray()))
    except FilmError as error:
        raise OutputError(NO_CUT) from error
    return found

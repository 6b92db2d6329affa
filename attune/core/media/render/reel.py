"""Carries out a plan: clips, stills and cards of one or several films become one film to give away."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace, VideoReformatter

from attune.core.clock import FrameTable
from attune.core.media.errors import FilmError, OutputError
from attune.core.media.excerpt import excerpt
from attune.core.media.frames import Decoding
from attune.core.media.look import first_look
from attune.core.media.opening import Source, open_film
from attune.core.media.proxy import Progress, Teller
from attune.core.media.render.conceal import hide, planes, write_line
from attune.core.media.render.copying import copy_clip, only_clip
from attune.core.media.render.h264 import NotPossibleError
from attune.core.media.render.hidden import Film, places_of
from attune.core.media.render.lane import Lane, changes_of
from attune.core.media.render.output import FilmWriter, Form
from attune.core.media.render.places import Places
from attune.core.media.render.plan import Clip, Plan, Still, TitleCard
from attune.core.media.render.timing import Laid, Layout, chapters, lay_out
from attune.core.media.render.words import card, line_masks
from attune.core.media.sink import HeadedSink
from attune.core.media.sound import SoundLine, plain_rate
from attune.core.media.upright import BT709, Upright, shown_colour

OUT = "out.mp4"
CARD_SIZE = (1280, 720)
"""The size of an export that holds cards alone."""
BLACK = (16, 128, 128)
BEAT = 15
"""Pictures between two words of progress while nothing is written yet."""


def render(
    plan: Plan,
    sources: Sequence[Source],
    sink: HeadedSink,
    *,
    tables: Sequence[FrameTable] | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Make the film of a plan and hand it to `sink` as the part `out.mp4`, while it is made; what stands
    before its pictures comes last.

    `tables` are the films' frame tables, if they are known. Returns facts for people and programs: `frames`,
    `seconds`, `size` in bytes, `width`, `height`, `quality` ("exact" or "original") and `notes`, plain
    sentences on what differs from what was asked. Raises a `FilmError` for a film or a moment that is none,
    and whatever `progress` raises (`CancelledError` to stop).
    """
    if len(sources) < plan.sources:
        raise FilmError(f"This export needs {plan.sources} films, and {len(sources)} were given.")
    used = {item.source for item in plan.items if not isinstance(item, TitleCard)}
    films = {
        number: Film(
            sources[number],
            tables[number] if tables else _table(sources[number], progress),
            first_look(sources[number]),
        )
        for number in sorted(used)
    }
    layout = lay_out(plan, _all_tables(films, plan.sources))
    reel = Reel(plan, films, layout, progress)
    if plan.quality == "original":
        try:
            return _as_filmed(plan, films, layout, sink, progress)
        except NotPossibleError as reason:
            reel.notes.append(f"The pictures were encoded anew, because {reason}.")
        except OutputError:
            reel.notes.append("The pictures were encoded anew, because copying them was not exact.")
    return reel.write(sink)


def _as_filmed(
    plan: Plan,
    films: Mapping[int, Film],
    layout: Layout,
    sink: HeadedSink,
    progress: Progress | None,
) -> dict[str, Any]:
    clip = only_clip(plan)
    facts = copy_clip(plan, clip, films[clip.source], sink, OUT)
    seconds = layout.base.seconds(layout.end)
    Teller(progress, seconds).done()
    return facts | {"seconds": float(seconds), "quality": "original", "notes": []}


class Beat:
    """Calls a progress callback every few pictures of work that comes before the first second is done: it
    may stop the work there too, and who waits for a word hears one."""

    def __init__(self, progress: Progress | None, total: float) -> None:
        self._progress, self._total, self._count = progress, total, 0

    def __call__(self) -> None:
        """One more picture was looked at."""
        self._count += 1
        if self._progress is not None and self._count % BEAT == 0:
            self._progress(0.0, self._total)


def _table(source: Source, progress: Progress | None) -> FrameTable:
    beat = Beat(progress, 0.0)
    with open_film(source) as film:
        decoding = Decoding(film)
        for _ in decoding.pictures():
            beat()
        decoding.refuse_truncated()
        return decoding.times.table()


def _all_tables(films: Mapping[int, Film], count: int) -> list[FrameTable]:
    """The tables by number; one that no item asks for stands in for those of unused films."""
    some = next(iter(films.values()), None)
    return [films.get(number, some).table for number in range(count)] if some else []


class Reel:
    """One export being made."""

    def __init__(
        self, plan: Plan, films: Mapping[int, Film], layout: Layout, progress: Progress | None
    ) -> None:
        self._plan, self._films, self._layout = plan, films, layout
        self._progress = progress
        self._teller = Teller(progress, layout.base.seconds(layout.end))
        self.notes: list[str] = []
        self._places: dict[int, Places] = {}
        main = max(films.values(), key=_area, default=None)
        self.size = main.look.size_within(plan.short_side) if main else CARD_SIZE
        self._colour = shown_colour(main.look.colour) if main else BT709
        rate = main.look.rate if main else Fraction(30)
        heard = self._heard()
        rates = {plain_rate(film.look.sound_rate or 48_000) for film in heard}
        self._channels = min(2, max((film.look.sound_channels or 1 for film in heard), default=1))
        self._rate = (rates.pop() if len(rates) == 1 else 48_000) if heard else None
        base, size, marks = layout.base, self.size, chapters(layout)
        self._form = Form(
            base, size, rate, self._colour, self._rate, self._channels, plan.title, marks
        )
        self._line = line_masks(plan.line, *self.size) if plan.line.strip() else None

    def _heard(self) -> list[Film]:
        """The films whose sound is in the export."""
        return [
            self._films[item.source]
            for item in self._plan.items
            if isinstance(item, Clip) and item.sound != "muted"
            if self._films[item.source].look.sound_rate
        ]

    def write(self, sink: HeadedSink) -> dict[str, Any]:
        """Make the film and hand it on; returns the facts."""
        beat = Beat(self._progress, float(self._layout.base.seconds(self._layout.end)))
        for number, film in self._films.items():
            self._places[number], lost = places_of(self._plan, number, film, lambda tick: beat())
            self._note_lost(film, lost)
        if not self._layout.exact:
            self.notes.append(
                "The films' clocks share no common tick that a player knows, so each picture's time "
                "was rounded to a ten-millionth of a second."
            )
        with FilmWriter(self._form, sink, OUT) as out:
            for laid in self._layout.items:
                self._write_item(out, laid)
                out.quiet_until(self._sample(laid.end))
            size = out.finish(self._layout.table)
        self._teller.done()
        return {
            "frames": len(self._layout.table),
            "seconds": float(self._layout.base.seconds(self._layout.end)),
            "size": size,
            "width": self.size[0],
            "height": self.size[1],
            "quality": "exact",
            "notes": self.notes,
        }

    def _note_lost(self, film: Film, lost: list[int]) -> None:
        if lost:
            at = float(film.table.time_base.seconds(lost[0] - film.table.start))
            self.notes.append(
                f"A place that is followed was lost from sight {at:.1f} seconds into its film. It "
                "stayed hidden where it was last seen: look closely there."
            )

    def _sample(self, tick: int) -> int:
        """The position in the export's sound of one of its ticks."""
        return round(self._layout.base.seconds(tick) * (self._rate or 1))

    def _write_item(self, out: FilmWriter, laid: Laid) -> None:
        if isinstance(laid.item, TitleCard):
            drawn = VideoFrame.from_ndarray(
                np.asarray(card(laid.item.lines, *self.size)), format="rgb24"
            )
            matrix = _matrix(self._colour)
            frame = drawn.reformat(format="yuv420p", dst_colorspace=matrix, dst_color_range="MPEG")
            self._show(out, frame, [tick for _, tick in laid.shows])
        elif isinstance(laid.item, Still):
            number = laid.shows[0][0]
            self._write_frames(out, laid, laid.item.source, number, number, None)
        else:
            first, last = laid.shows[0][0], laid.shows[-1][0]
            self._write_frames(out, laid, laid.item.source, first, last, laid.item)

    def _write_frames(
        self,
        out: FilmWriter,
        laid: Laid,
        number: int,
        first: int,
        last: int,
        clip: Clip | None,
    ) -> None:
        film, places = self._films[number], self._places[number]
        look, table = film.look, film.table
        full = look.size_within(None)
        upright = Upright(look.rotation, *full, mirrored=look.mirrored)
        fit = Fit(self.size, shown_colour(look.colour), self._colour)
        times: dict[int, list[int]] = {}
        for each, at in laid.shows:
            times.setdefault(table.pts[each], []).append(at)

        def show(ready: Sequence[tuple[int, VideoFrame]]) -> None:
            for tick, frame in ready:
                hide(frame, places.at(tick, *full))
                self._show(out, fit(frame), times[tick])

        def see(tick: int, frame: VideoFrame) -> None:
            show(upright.push(tick, frame))

        lane = self._lane(out, laid, film, clip) if clip and self._sounds(clip) else None
        if lane is None:
            excerpt(film.source, table, first, last, see)
        else:
            self._with_sound(film, first, last, see, lane)
        show(upright.rest())

    def _with_sound(
        self, film: Film, first: int, last: int, see: Callable[[int, VideoFrame], None], lane: Lane
    ) -> None:
        start = film.table.time_base.seconds(film.table.pts[first])
        line = SoundLine(self._rate or 1, self._channels, start)

        def hear(frame: AudioFrame) -> None:
            for at, block in line.lay(frame):
                lane.push(at, block)

        excerpt(film.source, film.table, first, last, see, hear)
        for at, block in line.rest():
            lane.push(at, block)
        lane.finish()

    def _sounds(self, clip: Clip) -> bool:
        return clip.sound != "muted" and self._films[clip.source].look.sound_rate is not None

    def _lane(self, out: FilmWriter, laid: Laid, film: Film, clip: Clip) -> Lane:
        rate, base = self._rate or 1, self._layout.base
        resting = sum(end - start for start, end in laid.pauses)
        seconds = base.seconds(laid.end - laid.start - resting) * clip.speed
        changes = changes_of(clip.sound, clip.speed, rate, self._channels)
        pauses = [(self._sample(start), self._sample(end)) for start, end in laid.pauses]
        ends = self._sample(laid.start), self._sample(laid.end)
        return Lane(out, changes, self._channels, round(seconds * rate), ends, pauses)

    def _show(self, out: FilmWriter, frame: VideoFrame, ticks: list[int]) -> None:
        """Draw what is drawn on every picture, and write it at each of these ticks."""
        if self._line:
            write_line(frame, *self._line)
        for tick in ticks:
            out.picture(tick, frame)
            self._teller.at(self._layout.base.seconds(tick))


def _matrix(colour: tuple[int, int, int]) -> Colorspace:
    return Colorspace.ITU709 if colour[0] == BT709[0] else Colorspace.ITU601


def _area(film: Film) -> int:
    width, height = film.look.upright
    return width * height


class Fit:
    """Makes upright pictures of one film fit the export: its size, black beside it, its colours."""

    def __init__(
        self, size: tuple[int, int], colour: tuple[int, int, int], wanted: tuple[int, int, int]
    ) -> None:
        self._size = size
        self._recolour = (colour[0] == 1) != (wanted[0] == 1)
        self._from, self._to = _matrix(colour), _matrix(wanted)
        self._scaler = VideoReformatter()

    def __call__(self, frame: VideoFrame) -> VideoFrame:
        """The picture as it goes to the encoder."""
        width, height = self._size
        if (frame.width, frame.height) == self._size and not self._recolour:
            return frame
        scale = min(Fraction(width, frame.width), Fraction(height, frame.height))
        wide = min(width, max(2, round(frame.width * scale / 2) * 2))
        high = min(height, max(2, round(frame.height * scale / 2) * 2))
        part = self._scaler.reformat(
            frame, wide, high, "yuv420p",
            src_colorspace=self._from, dst_colorspace=self._to, interpolation="BICUBIC",
        )  # fmt: skip
        if (wide, high) == self._size:
            return part
        whole = VideoFrame(width, height, "yuv420p")
        left, top = (width - wide) // 4 * 2, (height - high) // 4 * 2
        for number, (plane, inside) in enumerate(zip(planes(whole), planes(part), strict=True)):
            by = 2 if number else 1
            plane[:] = np.uint8(BLACK[number])
            rows, columns = inside.shape
            plane[top // by : top // by + rows, left // by : left // by + columns] = inside
        return whole

"""Pictures as a person sees them: turned upright, unmirrored, square pixels, plain colours.

Interlaced pictures are made whole (one picture for one picture), high dynamic range becomes BT.709.
"""

from collections import deque
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import av
import av.error
import numpy as np
import numpy.typing as npt
from av.filter import Graph
from av.filter.context import FilterContext
from av.video.frame import VideoFrame

from attune.core.media.tone import CUBE, HLG, PQ, table

Picture = npt.NDArray[np.uint8]
Node = tuple[str, str]
"""A filter's name and its options."""

MILLI = Fraction(1, 1000)

BT709 = (1, 1, 1)
"""Matrix, primaries, transfer."""
RGB_MATRIX = 0
DEEP = "rgb48le"  # the filter takes red for blue in planar formats
TURNS: dict[int, list[Node]] = {0: [], 90: [("transpose", "clock")], 180: [("hflip", ""), ("vflip", "")], 270: [("transpose", "cclock")]}  # fmt: skip


def shown_colour(colour: tuple[int, int, int]) -> tuple[int, int, int]:
    """Matrix, primaries and transfer of what `Upright` gives for a source of `colour`."""
    matrix, _, transfer = colour
    return BT709 if transfer in (PQ, HLG) or matrix == RGB_MATRIX else colour


class Upright:
    """Turns decoded frames upright, in order, one for one, some frames later.

    `width` and `height` are as shown, `rotation` and `mirrored` as in `Look`. The pictures are
    `form`: yuv420p in limited range, or rgb24. What passes through is set up anew when the frames
    change their size or coding in the middle of a film.
    """

    def __init__(
        self,
        rotation: int,
        width: int,
        height: int,
        *,
        mirrored: bool = False,
        form: str = "yuv420p",
    ) -> None:
        self._turn = [("hflip", "")] * mirrored + TURNS[rotation]
        turned = rotation in (90, 270)
        self._size = (height, width) if turned else (width, height)
        self._form = form
        self._graph: Graph | None = None
        self._key: tuple[object, ...] = ()
        self._interlaced = False
        self._pushed = 0
        self._ticks: deque[int] = deque()

    def push(self, tick: int, frame: VideoFrame) -> list[tuple[int, VideoFrame]]:
        """Take a frame; give those that are ready, with the ticks that they came with."""
        done: list[tuple[int, VideoFrame]] = []
        self._interlaced |= frame.interlaced_frame
        key = (
            *(frame.width, frame.height, frame.format.name, self._interlaced),
            *(frame.colorspace, frame.color_range, frame.color_trc, frame.color_primaries),
        )
        if self._graph is None or key != self._key:
            done = self.rest()
            self._graph, self._key = self._graph_for(frame), key
        frame.pts, frame.time_base = self._pushed, MILLI
        self._pushed += 1
        self._ticks.append(tick)
        self._graph.vpush(frame, 0)
        return done + self._pull(self._graph)

    def rest(self) -> list[tuple[int, VideoFrame]]:
        """What is still inside, at the end of the film."""
        if self._graph is None:
            return []
        graph, self._graph = self._graph, None
        graph.vpush(None)
        return self._pull(graph)

    def _pull(self, graph: Graph) -> list[tuple[int, VideoFrame]]:
        done: list[tuple[int, VideoFrame]] = []
        while True:
            try:
                frame = graph.vpull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return done
            done.append((self._ticks.popleft(), frame))

    def _graph_for(self, frame: VideoFrame) -> Graph:
        graph = Graph()
        whole = [("bwdif", "mode=send_frame:deint=interlaced")] if self._interlaced else []
        last = [*self._turn, ("format", self._form), ("buffersink", "")]
        size = f"{self._size[0]}:{self._size[1]}:flags=bicubic"
        if frame.color_trc in (PQ, HLG):
            deep = [("scale", size), ("format", DEEP)]
            start = _chain(graph, [_buffer(frame), *whole, *deep])
            plain = [("setparams", PLAIN_PARAMS), ("scale", TO_PLAIN), *last]
            colours = _chain(graph, [_buffer_of(DEEP, SQUARE, SQUARE), ("null", "")])
            toned = graph.add("haldclut", "shortest=1")
            rest = _chain(graph, plain)
            start[-1].link_to(toned, 0, 0)
            colours[-1].link_to(toned, 0, 1)
            toned.link_to(rest[0])
        else:
            matrix = ":out_color_matrix=bt709" if frame.colorspace == RGB_MATRIX else ""
            _chain(
                graph, [_buffer(frame), *whole, ("scale", f"{size}:out_range=tv{matrix}"), *last]
            )
        graph.configure()
        if frame.color_trc in (PQ, HLG):
            cube = av.VideoFrame.from_ndarray(table(frame.color_trc), format=DEEP)
            for at in (0, NEVER):  # the second says that the first stays
                cube.pts, cube.time_base = at, MILLI
                graph.vpush(cube, 1)
        return graph


SQUARE = CUBE**3
NEVER = 1 << 40
PLAIN_PARAMS = "color_primaries=bt709:color_trc=bt709"
TO_PLAIN = "out_range=tv:out_color_matrix=bt709"


def _chain(graph: Graph, nodes: Sequence[Node]) -> list[FilterContext]:
    """Add the nodes, each linked to the next."""
    made = [graph.add(name, options or None) for name, options in nodes]
    for one, following in pairwise(made):
        one.link_to(following)
    return made


def _buffer(frame: VideoFrame) -> Node:
    colour = f":colorspace={int(frame.colorspace)}:range={int(frame.color_range)}"
    name, options = _buffer_of(frame.format.name, frame.width, frame.height)
    return name, options + colour


def _buffer_of(form: str, width: int, height: int) -> Node:
    return "buffer", f"video_size={width}x{height}:pix_fmt={form}:time_base=1/1000:pixel_aspect=1/1"


def upright_rgb(
    frame: VideoFrame, rotation: int, width: int, height: int, *, mirrored: bool = False
) -> Picture:
    """One frame for a picture file: RGB of shape (height, width, 3), as shown."""
    upright = Upright(rotation, width, height, mirrored=mirrored, form="rgb24")
    (_, picture), *_ = upright.push(0, frame) + upright.rest()
    return np.asarray(picture.to_ndarray(), dtype=np.uint8)

"""The encoders of what we write: H.264 without B-frames and AAC, each packet in order of its time."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import av
import numpy as np
from av.codec.context import Flags
from av.video.frame import VideoFrame

from attune.core.clock import TimeBase
from attune.core.media.boxes import PictureTrack, SoundTrack
from attune.core.media.look import Look
from attune.core.media.sound import Block
from attune.core.media.upright import shown_colour

LONGEST_GOP = 15
WHOLE_PICTURES = "AUTO"
"""What threads of an encoder share: pictures. PyAV has them share the slices of one, which takes longer and
makes the film larger."""
KEY_PICTURE, ANY_PICTURE = 1, 0
CodedPicture = tuple[int, bool, bytes]
"""When it is due (in the film's clock), whether it is a key frame, its bytes."""
CodedSound = tuple[int, int, bytes]
"""The first sample, priming counted, how many samples, its bytes."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a film is encoded. `short_side` is the most that the shorter side may have, None: any."""

    short_side: int | None
    preset: str
    quality: int
    sound_bits: int = 128_000


PROXY = Settings(short_side=720, preset="veryfast", quality=23)


def picture_options(settings: Settings) -> dict[str, str]:
    """What libx264 is told."""
    return {
        "preset": settings.preset,
        "crf": str(settings.quality),
        "profile": "high",
        "bf": "0",
        "g": str(LONGEST_GOP),
        "forced-idr": "1",
    }


def stated_rate(look: Look) -> Fraction:
    """The frames per second that the encoder plans with; it sets no frame's time."""
    rate = look.rate if 1 <= look.rate <= 1000 else Fraction(30)
    return rate.limit_denominator(1001)


class PictureEncoder:
    """Encodes upright pictures of `size` for a film whose clock has `base.den` ticks a second."""

    def __init__(self, look: Look, base: TimeBase, settings: Settings) -> None:
        self.size = look.size_within(settings.short_side)
        self._base = base
        self._clock = Fraction(1, base.den)
        self._colour = shown_colour(look.colour)
        context = av.CodecContext.create("libx264", "w")
        context.width, context.height = self.size
        context.pix_fmt = "yuv420p"
        context.framerate, context.time_base = stated_rate(look), self._clock
        context.colorspace, context.color_primaries, context.color_trc = self._colour
        context.color_range = 1  # limited
        # Packets and their description in the form that boxes hold.
        context.options = {**picture_options(settings), "x264-params": "annexb=0"}
        context.flags |= Flags.global_header
        context.thread_type = WHOLE_PICTURES
        context.open()
        self._context = context

    @property
    def track(self) -> PictureTrack:
        """What the head of the film says of its picture."""
        config = bytes(self._context.extradata or b"")
        return PictureTrack(self._base.den, *self.size, config, self._colour)

    def encode(self, tick: int, frame: VideoFrame, *, key: bool) -> Iterator[CodedPicture]:
        """Encode a picture that is due at `tick`, as a key frame if `key`."""
        frame.pts, frame.time_base = tick * self._base.num, self._clock
        frame.pict_type = KEY_PICTURE if key else ANY_PICTURE  # the source's choice is not ours
        return self._out(frame)

    def rest(self) -> Iterator[CodedPicture]:
        """What the encoder still holds, at the end."""
        return self._out(None)

    def _out(self, frame: VideoFrame | None) -> Iterator[CodedPicture]:
        for packet in self._context.encode(frame):
            yield packet.pts or 0, packet.is_keyframe, bytes(packet)


class SoundEncoder:
    """Encodes blocks of sound of 1 or 2 channels."""

    def __init__(self, rate: int, channels: int, bits: int) -> None:
        self._layout = "mono" if channels == 1 else "stereo"
        self._rate, self._channels, self._bits = rate, channels, bits
        context = av.CodecContext.create("aac", "w")
        context.sample_rate, context.layout, context.format = rate, self._layout, "fltp"
        context.bit_rate, context.time_base = bits, Fraction(1, rate)
        context.flags |= Flags.global_header
        context.open()
        self._context = context
        self._priming = context.frame_size  # one frame: what the encoder adds before the sound

    @property
    def track(self) -> SoundTrack:
        """What the head of the film says of its sound."""
        config = bytes(self._context.extradata or b"")
        return SoundTrack(self._rate, self._channels, config, self._bits, self._priming)

    def encode(self, at: int, block: Block) -> Iterator[CodedSound]:
        """Encode the samples that begin at position `at`; they follow the ones before."""
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), "fltp", self._layout)
        frame.sample_rate = self._rate
        frame.pts, frame.time_base = at, Fraction(1, self._rate)
        return self._out(frame)

    def rest(self) -> Iterator[CodedSound]:
        """What the encoder still holds, at the end."""
        return self._out(None)

    def _out(self, frame: av.AudioFrame | None) -> Iterator[CodedSound]:
        for packet in self._context.encode(frame):
            yield (packet.pts or 0) + self._priming, packet.duration or 0, bytes(packet)

"""What a film is, said exactly, or the one sentence that says why it is none."""

from dataclasses import asdict, dataclass
from fractions import Fraction

from av.audio.stream import AudioStream
from av.stream import Stream

from attune.core.clock import FrameTable, TimeBase
from attune.core.media.frames import Decoding, decode_whole
from attune.core.media.look import Look, look_at
from attune.core.media.opening import OpenFilm, Source, open_film


@dataclass(frozen=True, slots=True)
class Defects:
    """What is wrong or unusual about a film, none of which keeps it from being used.

    `missing_times` and `repeated_times` count frames, `undecodable` packets and frames that are
    damaged, `clock_restarts` how often the camera's clock began anew, `interlaced` the frames made of
    two fields. `length_not_stated`: nobody can tell whether the film's end is missing; `breaks_off`: it
    ends in the middle of something. `light` is "pq" or "hlg" where the film has a high dynamic range.
    """

    missing_times: int
    repeated_times: int
    undecodable: int
    clock_restarts: int
    interlaced: int
    length_not_stated: bool
    breaks_off: bool
    light: str


@dataclass(frozen=True, slots=True)
class Sound:
    """The sound: `start` is when it begins after the first picture, in seconds, exact.

    `stream` is which of the film's streams it is: the default one of several, else the first. A film
    that says it has sound, and has not one piece of it, has none.
    """

    codec: str
    rate: int
    channels: int
    start: Fraction
    stream: int


@dataclass(frozen=True, slots=True)
class Probe:
    """What a film is.

    `width` and `height` are as stored, as ffprobe gives them; to be shown, the picture is `mirrored`
    left for right and then turned clockwise by `rotation`; `display_width` and `display_height` are as
    shown. `table` is the frame table: its length is the number of frames, its duration the film's.
    """

    container: str
    streams: tuple[dict[str, object], ...]
    video_codec: str
    width: int
    height: int
    display_width: int
    display_height: int
    rotation: int
    mirrored: bool
    table: FrameTable
    sound: Sound | None
    defects: Defects

    @property
    def time_base(self) -> TimeBase:
        """The picture's time base."""
        return self.table.time_base

    def to_json(self) -> dict[str, object]:
        """A value for `json.dumps`; seconds as floats, with exact ticks beside them."""
        table, sound = self.table, self.sound
        return {
            "container": self.container,
            "duration_s": float(table.duration),
            "duration_ticks": table.duration_ticks,
            "time_base": [self.time_base.num, self.time_base.den],
            "start_ticks": table.start,
            "frames": len(table),
            "variable_rate": table.variable_rate,
            "rotation": self.rotation,
            "mirrored": self.mirrored,
            "video_codec": self.video_codec,
            "width": self.width,
            "height": self.height,
            "display_width": self.display_width,
            "display_height": self.display_height,
            "audio": None
            if sound is None
            else {
                "codec": sound.codec,
                "rate": sound.rate,
                "channels": sound.channels,
                "offset_s": float(sound.start),
                "stream": sound.stream,
            },
            "streams": list(self.streams),
            "defects": asdict(self.defects),
        }


def probe(source: Source) -> Probe:
    """Decode the whole film once and say what it is.

    Raises a `FilmError` for what is not a whole film with pictures, `OSError` for a path that cannot
    be opened.
    """
    with open_film(source) as film:
        look = look_at(film)
    with open_film(source) as film:
        return describe(film, look, decode_whole(film))


def describe(film: OpenFilm, look: Look, decoding: Decoding) -> Probe:
    """The probe of a film that has just been decoded to its end."""
    table = decoding.times.table()
    width, height = look.upright
    return Probe(
        container=film.container.format.name,
        streams=tuple(_stream(stream) for stream in film.container.streams),
        video_codec=film.video.codec_context.codec.canonical_name,
        width=look.width,
        height=look.height,
        display_width=width,
        display_height=height,
        rotation=look.rotation,
        mirrored=look.mirrored,
        table=table,
        sound=_sound(film.sound if decoding.heard else None, film.base.seconds(table.start)),
        defects=Defects(
            missing_times=decoding.times.missing,
            repeated_times=decoding.times.repeated,
            undecodable=decoding.undecodable,
            clock_restarts=film.clock.restarts,
            interlaced=decoding.interlaced,
            length_not_stated=not film.ending.states,
            breaks_off=film.ending.breaks_off,
            light=look.light,
        ),
    )


def _sound(sound: AudioStream | None, zero: Fraction) -> Sound | None:
    if sound is None:
        return None
    context = sound.codec_context
    start = (sound.start_time or 0) * (sound.time_base or Fraction(1))
    return Sound(
        codec=context.codec.canonical_name,
        rate=context.sample_rate,
        channels=context.channels,
        start=start - zero,
        stream=sound.index,
    )


def _stream(stream: Stream) -> dict[str, object]:
    context = getattr(stream, "codec_context", None)  # None where no decoder is known
    return {
        "index": stream.index,
        "type": stream.type,
        "codec": context.codec.canonical_name if context is not None else None,
    }

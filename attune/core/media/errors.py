"""What can be wrong with a film. Each message is one plain sentence or two that say what to do."""


class FilmError(Exception):
    """A film that cannot be used. The text is for the person who chose it."""


class EmptyFileError(FilmError):
    """The file has no bytes."""

    def __init__(self) -> None:
        super().__init__("This file is empty. Copy the film from the phone or camera once more.")


class NotAFilmError(FilmError):
    """The bytes are no film that can be read."""

    def __init__(self) -> None:
        super().__init__(
            "This file is not a film that Attune can read. "
            "Choose a video file, such as an MP4 or MOV from a phone."
        )


class StillPictureError(FilmError):
    """The file is a photograph."""

    def __init__(self) -> None:
        super().__init__("This file is a still picture, not a film. Choose the video file.")


class SoundOnlyError(FilmError):
    """The file has sound and no picture."""

    def __init__(self) -> None:
        super().__init__("This file has sound but no picture. Choose the video file.")


class UnknownCodecError(FilmError):
    """The picture is coded in a way that is not known here."""

    def __init__(self) -> None:
        super().__init__(
            "The picture of this film is coded in a way that Attune cannot read. "
            "Export the film as MP4 (H.264 or HEVC) and choose that file."
        )


class NoPictureError(FilmError):
    """Not one frame can be decoded."""

    def __init__(self) -> None:
        super().__init__(
            "Not a single picture of this film can be read. "
            "Check that it plays on the phone, and copy it from there once more."
        )


class TruncatedFilmError(FilmError):
    """The film's end is missing."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"This film is cut short: {what}. Copy it from the phone or camera once more."
        )


class TooMuchMemoryError(FilmError):
    """Its pictures are larger than what is given to one film."""

    def __init__(self) -> None:
        super().__init__(
            "The pictures of this film are larger than Attune can open. "
            "Export the film as MP4 with at most 3840 × 2160 points, and choose that file."
        )


class DamagedFilmError(FilmError):
    """Something in it makes no sense to the libraries that read films."""

    def __init__(self) -> None:
        super().__init__(
            "This film is damaged: a part of it makes no sense. "
            "Check that it plays on the phone, and copy it from there once more."
        )


class OutputError(FilmError):
    """What was written is not what was asked for, or cannot be written there."""


class InventionError(FilmError):
    """A film was to be invented that cannot be."""


class CancelledError(Exception):
    """Raise this from a progress callback to stop: nothing half-made is left."""

"""What is known of a film, in plain words."""

from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attune.web.films.models import Film

LONG = 15 * 60  # seconds: longer films are hard to look at closely


def length(seconds: float) -> str:
    """A length for people: "45 seconds", "12 minutes 5 seconds"."""
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    said_rest = ngettext("%(n)d second", "%(n)d seconds", rest) % {"n": rest}
    if not minutes:
        return said_rest
    said = ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    return f"{said} {said_rest}" if rest else said


def is_long(film: Film) -> bool:
    return film.is_ready and film.total_seconds > LONG


def codec(name: str) -> str:
    """The way a picture is coded, with where one meets it."""
    known = {
        "h264": _("H.264, which most cameras and phones use"),
        "hevc": _("HEVC (H.265), which newer phones use to save room"),
        "mpeg4": _("MPEG-4, which older cameras use"),
        "av1": _("AV1"),
        "vp9": _("VP9"),
        "vp8": _("VP8"),
        "prores": _("ProRes, which is used for editing"),
        "mjpeg": _("Motion JPEG, which older cameras use"),
    }
    return known.get(name, name.upper())


def turning(degrees: int) -> str:
    if not degrees % 360:
        return _("Filmed upright; nothing had to be turned")
    return _("The camera was turned; Attune shows the film the right way up")


def pace(facts: dict[str, Any]) -> str:
    seconds = facts.get("duration_s") or 0
    rate = f"{facts['frames'] / seconds:.3g}" if seconds else "–"
    if facts.get("variable_rate"):
        return _(
            "%(frames)d pictures, about %(rate)s each second. The camera did not keep an even pace, "
            "as phones do; Attune keeps the exact time of every picture"
        ) % {"frames": facts["frames"], "rate": rate}
    return _("%(frames)d pictures, %(rate)s each second, at an even pace") % {
        "frames": facts["frames"],
        "rate": rate,
    }


def details(film: Film) -> list[tuple[str, str]]:
    """Rows of the page of a film that is ready: (what, value)."""
    facts = film.facts
    rows = [
        (_("Length"), length(film.total_seconds)),
        (_("Pictures"), pace(facts)),
        (_("Size of the picture"), f"{facts['width']} × {facts['height']}"),
        (_("Way up"), turning(facts.get("rotation", 0))),
        (_("Coded as"), codec(facts["video_codec"])),
        (_("Sound"), _("Yes") if facts.get("audio") else _("This film has no sound")),
        (_("Your file"), f"{film.original_name} ({filesizeformat(film.size or 0)})"),
    ]
    return [(str(what), str(value)) for what, value in rows]

"""What is known of a film, in plain words."""

from collections.abc import Callable
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


def how_far(film: Film) -> str:
    """How much of a film is prepared, and how long it may still take if that is known."""
    told = {"done": short(film.done_seconds), "total": short(film.total_seconds)}
    left = film.seconds_left
    if left is None:
        return _("%(done)s of %(total)s prepared") % told
    told["left"] = short(max(5, 5 * round(left / 5)) if left < 90 else 60 * round(left / 60))
    return _("%(done)s of %(total)s prepared, about %(left)s left") % told


def short(seconds: float) -> str:
    """A length in signs: "45 s", "1 min 20 s". What is not whole does not count yet."""
    minutes, rest = divmod(int(seconds), 60)
    said = _("%(n)d s") % {"n": rest}
    if not minutes:
        return said
    whole = _("%(n)d min") % {"n": minutes}
    return f"{whole} {said}" if rest else whole


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


def turning(degrees: int, *, mirrored: bool = False) -> str:
    turned = bool(degrees % 360)
    if turned and mirrored:
        return _(
            "The camera was turned and its picture mirrored, as front cameras do; "
            "Attune shows the film the way a player does"
        )
    if turned:
        return _("The camera was turned; Attune shows the film the right way up")
    if mirrored:
        return _(
            "The picture is mirrored, as front cameras do; Attune shows the film the way a player does"
        )
    return _("Filmed upright; nothing had to be turned")


def _defects(film: Film) -> Callable[[str], int]:
    found = film.facts.get("defects", {})
    return lambda name: int(found.get(name) or 0)


def good_to_know(film: Film) -> list[str]:
    """What somebody who looks at the film may want to know of it, one plain sentence each."""
    has = _defects(film)
    said = []
    if has("breaks_off"):
        said.append(_("The recording breaks off in the middle; everything up to there is here."))
    elif has("length_not_stated") and not is_recorded(film):
        # What a browser records never says its length: that is no news of our own recordings.
        said.append(
            _("Look at its end once. If it ends where you remember it, nothing is missing.")
        )
    if damaged := has("undecodable"):
        said.append(
            ngettext(
                "%(n)d place in the film is damaged; the pictures around it are as they were filmed.",
                "%(n)d places in the film are damaged; the pictures around them are as they were filmed.",
                damaged,
            )
            % {"n": damaged}
        )
    return [str(sentence) for sentence in said]


def remarks(film: Film) -> list[str]:
    """What is unusual about its file, and what Attune makes of it: for those who want to know."""
    has, defects = _defects(film), film.facts.get("defects", {})
    said = []
    if has("length_not_stated"):
        said.append(_("The file does not say how long the film should be."))
    if has("clock_restarts"):
        said.append(_("It is made of recordings that were joined; they play one after the other."))
    said += _frames_said(has("missing_times"), has("repeated_times"))
    if has("interlaced"):
        said.append(
            _("It was filmed in half pictures, as older cameras do; they are put together.")
        )
    if defects.get("light"):
        said.append(
            _(
                "It was filmed with very bright light (HDR); it is shown with the light of a usual screen."
            )
        )
    return [str(sentence) for sentence in said]


def _frames_said(missing: int, repeated: int) -> list[str]:
    said = []
    if missing:
        said.append(
            ngettext(
                "%(n)d picture does not say when it is shown; it follows the one before it.",
                "%(n)d pictures do not say when they are shown; each follows the one before it.",
                missing,
            )
            % {"n": missing}
        )
    if repeated:
        said.append(
            ngettext(
                "%(n)d picture bears the time of another and is left out, as a player does.",
                "%(n)d pictures bear the time of another and are left out, as a player does.",
                repeated,
            )
            % {"n": repeated}
        )
    return said


def pace(facts: dict[str, Any]) -> str:
    seconds = facts.get("duration_s") or 0
    rate = f"{facts['frames'] / seconds:.3g}" if seconds else "–"
    if facts.get("variable_rate"):
        return _(
            "%(frames)d pictures, about %(rate)s each second. The camera did not keep an even pace, "
            "which is usual for phones; Attune keeps the exact time of every picture"
        ) % {"frames": facts["frames"], "rate": rate}
    return _("%(frames)d pictures, %(rate)s each second, at an even pace") % {
        "frames": facts["frames"],
        "rate": rate,
    }


def is_recorded(film: Film) -> bool:
    """Whether it was filmed in the browser, with Attune."""
    return film.last_part_at is not None


def facts(film: Film) -> list[tuple[str, str]]:
    """What matters of a film that is ready, as rows of its page: (what, value)."""
    rows = [
        (_("Length"), length(film.total_seconds)),
        (_("Sound"), _("Yes") if film.facts.get("audio") else _("This film has no sound")),
        *((_("Good to know"), sentence) for sentence in good_to_know(film)),
    ]
    return [(str(what), str(value)) for what, value in rows]


def details(film: Film) -> list[tuple[str, str]]:
    """What is known of its file, for those who want to know: (what, value)."""
    facts = film.facts
    rows = [
        (_("Pictures"), pace(facts)),
        (_("Size of the picture"), f"{facts['width']} × {facts['height']}"),
        (_("Way up"), turning(facts.get("rotation", 0), mirrored=facts.get("mirrored", False))),
        (_("Coded as"), codec(facts["video_codec"])),
        *((_("The file"), sentence) for sentence in remarks(film)),
        (
            _("Filmed with Attune") if is_recorded(film) else _("Your file"),
            f"{film.original_name} ({filesizeformat(film.size or 0)})",
        ),
    ]
    return [(str(what), str(value)) for what, value in rows]

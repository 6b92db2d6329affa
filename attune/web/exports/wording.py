"""What a film to give away is, in plain words: said before it is made, and kept."""

from collections.abc import Iterable
from fractions import Fraction

from django.template.defaultfilters import date as written
from django.utils.text import get_text_list
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attune.core.consent import Answer
from attune.web.cases.models import Participant
from attune.web.cases.queries import Standing
from attune.web.exports.models import Export, ExportClip
from attune.web.exports.queries import STILL_SECONDS, Ground, length_of, seconds_of
from attune.web.films.wording import length


def moments_said(number: int) -> str:
    return ngettext("%(n)d moment", "%(n)d moments", number) % {"n": number}


def seconds_said(seconds: Fraction | float) -> str:
    """A length of some seconds to a tenth, of minutes to a second."""
    if seconds < 60:
        return _("%(seconds).1f seconds") % {"seconds": float(seconds)}
    return length(float(seconds))


def holds(export: Export, clips: list[ExportClip]) -> list[tuple[str, str]]:
    """What the file will hold: what it is, and in which words."""
    whole = seconds_said(length_of(export, clips))
    rows = [(_("Length"), f"{moments_said(len(clips))}, {whole}")]
    if export.title:
        card = f"“{export.title}”" + (f", “{export.subtitle}”" if export.subtitle else "")
        rows.append((_("First card"), card))
    line = _("“%(line)s”, over every picture") % {"line": export.line} if export.line else _("None")
    picture = export.Quality.EXACT.label if from_copies(clips) else export.get_quality_display()
    rows += [(_("Line"), line), (_("Picture"), str(picture))]
    if export.chapters:
        rows.append((_("Chapters"), ", ".join(str(clip) for clip in clips)))
    return rows


def shown_as(clip: ExportClip) -> str:
    """How one clip is shown, in one line."""
    if clip.is_still:
        words = [_("A still, for %(n)d seconds") % {"n": STILL_SECONDS}]
    else:
        seconds = seconds_of(clip)
        words = [seconds_said(seconds)] if seconds is not None else []
        if clip.speed != ExportClip.Speed.FULL:
            words.append(clip.get_speed_display().lower())
        words.append(_sound(clip))
    words.append(_hidden(clip))
    return ", ".join(word for word in words if word)


def _sound(clip: ExportClip) -> str:
    return {
        ExportClip.Sound.KEPT: _("with its sound"),
        ExportClip.Sound.MASKED: _("with voices changed"),
        ExportClip.Sound.MUTED: _("without sound"),
    }[ExportClip.Sound(clip.sound)]


def _hidden(clip: ExportClip) -> str:
    if clip.hide_all:
        return _("the whole picture hidden")
    places = clip.places_hidden
    if not places:
        return ""
    return ngettext("%(n)d place hidden", "%(n)d places hidden", places) % {"n": places}


def left_said(seconds: int | None) -> str:
    """How long it still takes, roughly."""
    if seconds is None:
        return ""
    if seconds < 60:
        return _("less than a minute left")
    minutes = round(seconds / 60)
    return ngettext("about %(n)d minute left", "about %(n)d minutes left", minutes) % {"n": minutes}


def warnings(clips: Iterable[ExportClip]) -> list[str]:
    """What one should know before it is made."""
    clips = list(clips)
    said = []
    if any(clip.hides for clip in clips):
        said.append(
            _(
                "Hiding makes people harder to recognise, not anonymous: anyone who knows the family "
                "may still recognise them by their voice, their clothes or the room."
            )
        )
    if any(clip.sound == ExportClip.Sound.MASKED and not clip.is_still for clip in clips):
        said.append(
            _(
                "Changed voices still say the same words, names as well. Leave the sound out if in doubt."
            )
        )
    return said + from_copies(clips)


def from_copies(clips: Iterable[ExportClip]) -> list[str]:
    """Of which films only Attune's copy is left to make this of, and since when."""
    films = {clip.film_id: clip.film for clip in clips if clip.film is not None}
    return [
        _(
            "The original of “%(film)s” was removed on %(when)s; this film is made from Attune’s copy, "
            "whose shorter side has 720 pixels at most."
        )
        % {"film": film.title, "when": written(localtime(film.original_removed_at), "j F Y")}
        for film in films.values()
        if film.original_removed_at is not None
    ]


def no_room() -> str:
    return _(
        "There is not enough room left on the server to make this file. "
        "Please tell the person who runs Attune for you."
    )


def agreed_said(missing: Iterable[Participant]) -> str:
    """Beside a purpose: who has not agreed to it."""
    names = [person.name for person in missing]
    if not names:
        return _("Everyone in the films has agreed to this.")
    sentence = ngettext(
        "%(names)s has not agreed to this.", "%(names)s have not agreed to this.", len(names)
    )
    return sentence % {"names": get_text_list(names, _("and"))}


def missing_said(grounds: Iterable[Ground]) -> list[str]:
    """Which consent of whom is missing, and why: a sentence for each."""
    return [
        _missing(each) % {"name": ground.person.name, "purpose": each.label}
        for ground in grounds
        for each in ground.missing
    ]


def _missing(standing: Standing) -> str:
    if standing.has_run_out:
        return _("%(name)s’s yes to “%(purpose)s” has run out.")
    if standing.answer == Answer.WITHDRAWN:
        return _("%(name)s took back the yes to “%(purpose)s”.")
    if standing.answer == Answer.DECLINED:
        return _("%(name)s said no to “%(purpose)s”.")
    return _("%(name)s has not been asked yet about “%(purpose)s”.")


def no_longer_agreed(people: Iterable[Participant]) -> str:
    """Why a file went: who does not agree to it today."""
    names = [person.name for person in people]
    if not names:
        return _("Not everyone in the picture agrees to it any more, so it was erased at once.")
    sentence = ngettext(
        "%(names)s no longer agrees to this, so the file was erased at once.",
        "%(names)s no longer agree to this, so the file was erased at once.",
        len(names),
    )
    return sentence % {"names": get_text_list(names, _("and"))}

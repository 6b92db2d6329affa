"""The words of the library's short names."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Names = Mapping[str, "str | Promise"]

KINDS: Names = {
    "study": _("Study"),
    "review": _("Review of studies"),
    "guideline": _("Guideline"),
    "publication": _("Publication"),
}

METHODS: Names = {
    "vig": _("Video Interaction Guidance"),
    "vipp": _("VIPP and its kin"),
    "marte-meo": _("Marte Meo"),
    "other": _("Another kind of video feedback"),
    "mixed": _("Several kinds"),
}

DESIGNS: Names = {
    "randomised": _("Randomised trial"),
    "controlled": _("Two groups, not randomised"),
    "before-after": _("Before and after, without another group"),
    "review": _("Review of studies"),
    "guideline": _("Guideline"),
    "other": _("Another design"),
}

RISKS: Names = {
    "general": _("Families without a particular difficulty"),
    "interaction": _("Parent and child find it hard to get on"),
    "parent": _("Parents with a hard start"),
    "mental-health": _("Parents’ mental health"),
    "social": _("Poverty and hardship"),
    "child-protection": _("Worries about a child’s safety"),
    "care": _("Foster, kin and adoptive families"),
    "preterm": _("Babies born too early"),
    "disability": _("Autism and disability"),
    "behaviour": _("Children’s behaviour"),
    "professionals": _("Professionals"),
    "mixed": _("Several groups"),
}

OUTCOMES: Names = {
    "sensitivity": _("How sensitively the parent answers the child"),
    "interaction": _("How parent and child get on together"),
    "intrusiveness": _("Leaving the lead to the child"),
    "child-interaction": _("The child’s part in the interaction"),
    "stress": _("Less parenting stress"),
    "depression": _("Less depression"),
    "anxiety": _("Less anxiety"),
    "confidence": _("More confidence as a parent"),
    "behaviour": _("Fewer behaviour problems of the child"),
    "attachment": _("A more secure attachment"),
}

SEEN: Names = {
    "whole": _("read as a whole"),
    "part": _("read in part"),
    "abstract": _("the abstract was read"),
    "another": _("another publication that reports it was read"),
}

DERIVED: Names = {
    "published": _("as published"),
    "ci": _("derived from the 95 % interval"),
    "n": _("derived from the sizes of the groups"),
    "p": _("derived from the P value"),
    "means": _("derived from means and their intervals"),
}

MODERATORS: Names = {
    "design": _("Design of the study"),
    "risk": _("Which families"),
    "sessions": _("Number of sessions"),
}

AMONG: Names = {
    "": _("Every study with two groups"),
    "randomised": _("Randomised trials only"),
    "vig": _("Video Interaction Guidance only"),
}

SLOPES: Names = {**DESIGNS, **RISKS, "session": _("Each further session")}


def choices(names: Names, *, empty: "str | Promise" = "") -> list[tuple[str, "str | Promise"]]:
    """For a form's select; `empty` is the first one, that chooses nothing."""
    return [*([("", empty)] if empty else []), *names.items()]

"""The next step in words: for each step one title, one sentence, one action, and its address."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from attune.core.journey import Step
from attune.web.cases.journey import Way, way_of
from attune.web.cases.models import Case


@dataclass(frozen=True)
class Words:
    title: str | Promise
    sentence: str | Promise
    action: str | Promise


WORDS: dict[Step, Words] = {
    Step.ADD_PEOPLE: Words(
        _("Say who is in this case"),
        _("The adult you work with, and the child or other person whose relationship it is about."),
        _("Add a person"),
    ),
    Step.HELPING_QUESTION: Words(
        _("Find the helping question"),
        _("What would they like to know or see more of? Write it down as they say it."),
        _("Write the helping question"),
    ),
    Step.GOAL: Words(
        _("Set a goal together"),
        _("What do they hope will be different? They can rate from 0 to 10 how close it feels."),
        _("Add a goal"),
    ),
    Step.CONSENT: Words(
        _("Talk about consent"),
        _("Filming and watching wait until both people of a relationship have said yes to it."),
        _("Open consent"),
    ),
    Step.START_CYCLE: Words(
        _("Plan the first film"),
        _("Choose together an everyday activity that is likely to go well."),
        _("Plan the film"),
    ),
    Step.FILM: Words(
        _("Film an everyday moment"),
        _("Five to fifteen minutes of something that usually goes well, then add the film here."),
        _("Add the film"),
    ),
    Step.WAIT_FOR_FILM: Words(
        _("The film is being made ready"),
        _("You need not wait here. As soon as its beginning is ready, you can look at that."),
        _("See how far it is"),
    ),
    Step.FINISH_FILM: Words(
        _("Finish the film that broke off"),
        _(
            "It stopped on its way. What has arrived is safe for a while: keep it, or send the rest."
        ),
        _("See what has arrived"),
    ),
    Step.PREPARE_FILM: Words(
        _("Have the film prepared"),
        _("It has arrived, and preparing it was stopped. You can have it prepared at any time."),
        _("Go to the film"),
    ),
    Step.FILM_REFUSED: Words(
        _("Add the film once more"),
        _("The last file could not be used. Its page says why, and what you can do."),
        _("See why"),
    ),
    Step.FIND_MOMENTS: Words(
        _("Find the moments that are better than usual"),
        _("Look for initiatives that were received, and keep a few seconds of each."),
        _("Find the moments"),
    ),
    Step.PREPARE_REVIEW: Words(
        _("Prepare the shared review"),
        _("Choose up to three moments that answer the helping question, and put them in order."),
        _("Choose the moments"),
    ),
    Step.HOLD_REVIEW: Words(
        _("Watch the moments together"),
        _("Ask first: what is it that you are doing that is making a difference?"),
        _("Open the shared review"),
    ),
    Step.FINISH_REVIEW: Words(
        _("Write down what was said"),
        _("Their words first, then yours, then the step you agreed on."),
        _("Go on with the words"),
    ),
    Step.DECIDE: Words(
        _("Decide together how to go on"),
        _("Another film, or is the helping question answered? Rate the goals again if they like."),
        _("Plan another film"),
    ),
    Step.ENDED: Words(
        _("Look back on the way"),
        _("This work has ended. The whole journey stays here to be looked at together."),
        _("See the journey"),
    ),
}

# Where each step of this floor is done; films and reviews say where theirs are (Way.link).
OWN = {
    Step.ADD_PEOPLE: "cases:add_person",
    Step.HELPING_QUESTION: "cases:question",
    Step.GOAL: "cases:add_goal",
    Step.CONSENT: "cases:consent",
    Step.START_CYCLE: "cases:start_cycle",
    Step.DECIDE: "cases:start_cycle",
}


@dataclass(frozen=True)
class NextStep:
    """The one next step of a case as every page says it, so that no two pages disagree."""

    step: Step
    words: Words
    url: str
    cycle_id: UUID | None  # of the newest cycle


def next_of(case: Case) -> NextStep:
    way = way_of([case])[case.pk]
    cycle_id = way.cycle.pk if way.cycle else None
    return NextStep(way.step, WORDS[way.step], address_of(way, case.pk), cycle_id)


def address_of(way: Way, case_id: UUID) -> str:
    """Where the next step is done."""
    if way.step in OWN:
        return reverse(OWN[way.step], args=[case_id])
    if way.step is Step.ENDED:
        return reverse("cases:case", args=[case_id]) + "#journey"
    return way.link

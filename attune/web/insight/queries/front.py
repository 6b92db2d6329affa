"""What figures bring to the front page of a service: the way to them."""

from attune.web.cases.front import Panel
from attune.web.people.queries import Actor


def of_service(actor: Actor) -> Panel | None:
    """Links alone: the figures are computed on their own pages."""
    return Panel("insight/parts/front.html", None) if actor.is_manager else None

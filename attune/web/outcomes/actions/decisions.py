"""Whether more is needed, decided by people. A decision is never changed: a newer one takes its place."""

from django.db import transaction

from attune.web.cases.models import Case
from attune.web.outcomes.models import Decision
from attune.web.people.actions import record
from attune.web.people.queries import Actor


@transaction.atomic
def decide(*, by: Actor, case: Case, answer: str, reasons: str, client_words: str = "") -> Decision:
    """Keep what was decided and why. The same said twice, one after the other, is decided once."""
    Case.objects.select_for_update().get(pk=case.pk)
    said = {"answer": answer, "reasons": reasons, "client_words": client_words}
    newest = Decision.objects.filter(case=case).order_by("-at").first()
    if newest is not None and all(getattr(newest, name) == said[name] for name in said):
        return newest
    row = Decision.objects.create(case=case, by=by.person, **said)
    record(by=by, verb="create", thing=row, answer=answer)
    return row

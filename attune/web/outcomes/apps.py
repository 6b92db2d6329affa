"""Outcomes: measures and goals, entered live in the session, and what they say for one dyad."""

from importlib import import_module

from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "attune.web.outcomes"
    label = "outcomes"

    def ready(self) -> None:
        # Models may be imported only now: hence import_module.
        signals = import_module("django.db.models.signals")
        plans = import_module("attune.web.outcomes.actions.plans")
        signals.post_save.connect(
            plans.after_a_case_starts, sender="cases.Case", dispatch_uid="outcomes.plan"
        )
        cases = import_module("attune.web.cases.journey")
        front = import_module("attune.web.cases.front")
        shown = import_module("attune.web.outcomes.queries.front")
        front.OF_PRACTITIONER.append(shown.of_practitioner)
        front.OF_SERVICE.append(shown.of_service)
        cases.contribute(import_module("attune.web.outcomes.queries.journey").CONTRIBUTOR)

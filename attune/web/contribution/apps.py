"""What a service gives to the national data, and how it gets there."""

from django.apps import AppConfig


class ContributionConfig(AppConfig):
    name = "attune.web.contribution"
    label = "contribution"

    def ready(self) -> None:
        # Models can be imported only now.
        from django.db.models.signals import post_save  # noqa: PLC0415 -- see above

        from attune.web.cases import front  # noqa: PLC0415 -- see above
        from attune.web.contribution import actions  # noqa: PLC0415 -- see above
        from attune.web.contribution.queries.showing import on_consents  # noqa: PLC0415 -- see above

        front.OF_CONSENTS.append(on_consents)
        post_save.connect(
            actions.after_an_answer,
            sender="cases.Consent",
            dispatch_uid="contribution.after_an_answer",
        )

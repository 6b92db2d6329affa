"""Exports: films made of chosen moments, to be given away deliberately and for a while."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "attune.web.exports"
    label = "exports"

    def ready(self) -> None:
        # Models can be imported only now.
        from django.db.models.signals import (  # noqa: PLC0415 -- see above
            post_delete,
            post_save,
            pre_delete,
        )
        from django_tasks.signals import task_finished  # noqa: PLC0415 -- see above

        from attune.web.cases.consequences import goes_without_consent  # noqa: PLC0415 -- see above
        from attune.web.cases.journey import contribute  # noqa: PLC0415 -- see above
        from attune.web.exports import actions, journey, queries, tasks  # noqa: PLC0415 -- the same
        from attune.web.films.queries import goes_with  # noqa: PLC0415 -- see above
        from attune.web.films.retention import needed_while  # noqa: PLC0415 -- see above

        contribute(journey.CONTRIBUTION)
        goes_with(queries.going_with)
        goes_without_consent(queries.going_without)
        needed_while(queries.needs_original)
        task_finished.connect(tasks.give_up, dispatch_uid="exports.give_up")
        post_save.connect(
            actions.after_an_answer, sender="cases.Consent", dispatch_uid="exports.after_an_answer"
        )
        post_delete.connect(
            actions.after_a_face_goes,
            sender="exports.ClipFace",
            dispatch_uid="exports.after_a_face_goes",
        )
        pre_delete.connect(
            actions.before_a_film_goes,
            sender="films.Film",
            dispatch_uid="exports.before_a_film_goes",
        )

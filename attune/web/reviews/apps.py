"""Microanalysis and the shared review: moments found, chosen, watched together, and the words."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "attune.web.reviews"
    label = "reviews"

    def ready(self) -> None:
        # Models can be imported only now.
        from attune.web.cases.journey import contribute  # noqa: PLC0415 -- see above
        from attune.web.films.queries import goes_with  # noqa: PLC0415 -- see above
        from attune.web.films.retention import needed_while  # noqa: PLC0415 -- see above
        from attune.web.reviews.actions.moments import (  # noqa: PLC0415 -- see above
            needs_original,
        )
        from attune.web.reviews.queries import journey, moments  # noqa: PLC0415 -- see above

        contribute(journey.CONTRIBUTION)
        goes_with(moments.going_with)
        needed_while(needs_original)

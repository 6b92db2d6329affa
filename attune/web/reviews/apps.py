"""Microanalysis and the shared review: moments found, chosen, watched together, and the words."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "attune.web.reviews"
    label = "reviews"

"""Addresses of the editor and the shared review."""

from django.urls import URLPattern

from attune.web.people.access import names_object

app_name = "reviews"
names_object("moment_id", "reviews.Moment")
names_object("review_id", "reviews.SharedReview")
names_object("item_id", "reviews.ReviewItem")

moment_urls: list[URLPattern] = []
review_urls: list[URLPattern] = []

urlpatterns = [*moment_urls, *review_urls]

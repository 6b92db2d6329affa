"""Addresses of the editor and the shared review."""

from attune.web.people.access import names_object

app_name = "reviews"
names_object("moment_id", "reviews.Moment")
names_object("review_id", "reviews.SharedReview")
names_object("item_id", "reviews.ReviewItem")

urlpatterns: list = []

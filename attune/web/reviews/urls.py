"""Addresses of the editor and the shared review."""

from django.urls import URLPattern, path

from attune.web.people.access import names_object
from attune.web.reviews.views import moments, reviews

app_name = "reviews"
names_object("moment_id", "reviews.Moment")
names_object("review_id", "reviews.SharedReview")
names_object("item_id", "reviews.ReviewItem")
names_object("words_id", "reviews.Words")

moment_urls: list[URLPattern] = [
    path("films/<uuid:film_id>/moments/", moments.editor, name="editor"),
    path("films/<uuid:film_id>/changes/", moments.changes, name="changes"),
    path("moments/<uuid:moment_id>/picture", moments.picture, name="picture"),
]
review_urls: list[URLPattern] = [
    path("cycles/<uuid:cycle_id>/review/", reviews.prepare, name="prepare"),
    path("cycles/<uuid:cycle_id>/review/choose/", reviews.choose, name="choose"),
    path("reviews/<uuid:review_id>/", reviews.review, name="review"),
    path("reviews/<uuid:review_id>/begin/", reviews.begin, name="begin"),
    path("reviews/<uuid:review_id>/present/", reviews.present, name="present"),
    path("reviews/<uuid:review_id>/words/", reviews.words, name="words"),
    path("reviews/<uuid:review_id>/finish/", reviews.finish, name="finish"),
    path("reviews/<uuid:review_id>/reopen/", reviews.reopen, name="reopen"),
    path("review-moments/<uuid:item_id>/arrange/", reviews.arrange, name="arrange"),
    path("review-moments/<uuid:item_id>/words/", reviews.item_words, name="item_words"),
    path("review-moments/<uuid:item_id>/watched/", reviews.watched, name="watched"),
    path("review-words/<uuid:words_id>/strike/", reviews.strike, name="strike"),
]

urlpatterns = [*moment_urls, *review_urls]

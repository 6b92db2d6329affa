"""Addresses of films."""

from django.urls import path

from attune.web.films.views import (
    cameras,
    deleting,
    growing,
    originals,
    pages,
    playing,
    recording,
    uploads,
)
from attune.web.people.access import names_object

app_name = "films"
names_object("film_id", "films.Film")
names_object("receipt_id", "films.ErasureReceipt")

urlpatterns = [
    path("cycles/<uuid:cycle_id>/films/new/", pages.new, name="new"),
    path("cycles/<uuid:cycle_id>/films/record/", recording.page, name="record"),
    path("films/<uuid:film_id>/camera/", cameras.camera, name="camera"),
    path("films/<uuid:film_id>/beside.json", cameras.beside, name="beside"),
    path("films/<uuid:film_id>/beside/", cameras.lay, name="lay"),
    path("films/<uuid:film_id>/keep/", recording.keep, name="keep"),
    path("films/<uuid:film_id>/", pages.film, name="film"),
    path("films/<uuid:film_id>/growth.json", growing.growth, name="growth"),
    path("films/<uuid:film_id>/stop/", growing.stop, name="stop"),
    path("films/<uuid:film_id>/again/", growing.again, name="again"),
    path("films/<uuid:film_id>/original/", originals.keep_longer, name="original"),
    path("service/originals/", originals.days, name="originals"),
    path("films/<uuid:film_id>/progress", pages.progress, name="progress"),
    path("films/<uuid:film_id>/delete/", deleting.delete, name="delete"),
    path("films/receipts/<uuid:receipt_id>/", deleting.receipt, name="receipt"),
    path("films/<uuid:film_id>/upload", uploads.upload, name="upload"),
    path("films/<uuid:film_id>/upload/blocks", uploads.blocks, name="blocks"),
    path("films/<uuid:film_id>/video", playing.video, name="video"),
    path("films/<uuid:film_id>/poster.jpg", playing.poster, name="poster"),
    path("films/<uuid:film_id>/frames.json", playing.frames, name="frames"),
    path("films/<uuid:film_id>/peaks.json", playing.peaks, name="peaks"),
    path("films/<uuid:film_id>/sprite.json", playing.sprite, name="sprite"),
    path("films/<uuid:film_id>/sprite-<int:number>.jpg", playing.sheet, name="sheet"),
]

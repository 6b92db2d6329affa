"""Addresses of films to give away."""

from django.urls import path

from attune.web.exports.views import deeds, drawing, pages, playing
from attune.web.people.access import names_object

app_name = "exports"
names_object("export_id", "exports.Export")
names_object("clip_id", "exports.ExportClip")
names_object("face_id", "exports.ClipFace")

urlpatterns = [
    path("cases/<uuid:case_id>/exports/", pages.overview, name="list"),
    path("cases/<uuid:case_id>/exports/new/", pages.new, name="new"),
    path("exports/<uuid:export_id>/", pages.show, name="export"),
    path("exports/<uuid:export_id>/choose/", pages.choose, name="choose"),
    path("exports/<uuid:export_id>/arrange/", pages.arrange, name="arrange"),
    path("exports/<uuid:export_id>/check/", pages.check, name="check"),
    path("export-clips/<uuid:clip_id>/hide/", drawing.hide, name="hide"),
    path("export-clips/<uuid:clip_id>/faces", drawing.faces, name="faces"),
    path("export-faces/<uuid:face_id>.jpg", drawing.face, name="face"),
    path("exports/<uuid:export_id>/progress", deeds.progress, name="progress"),
    path("exports/<uuid:export_id>/stop/", deeds.stop, name="stop"),
    path("exports/<uuid:export_id>/again/", deeds.again, name="again"),
    path("exports/<uuid:export_id>/give/", deeds.give, name="give"),
    path("exports/<uuid:export_id>/erase/", deeds.erase, name="erase"),
    path("exports/<uuid:export_id>/video", playing.video, name="video"),
    path("exports/<uuid:export_id>/download", playing.download, name="download"),
]

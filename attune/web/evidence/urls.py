"""Addresses of the evidence library."""

from django.urls import path

from attune.web.evidence.views import analysis, editing, library

app_name = "evidence"

urlpatterns = [
    path("evidence/", library.home, name="home"),
    path("evidence/guidelines/", library.guidelines, name="guidelines"),
    path("evidence/publications/", library.publications, name="publications"),
    path("evidence/together/", analysis.show, name="together"),
    path("evidence/together/<slug:outcome>/<slug:chart>/", analysis.drawing, name="drawing"),
    path("evidence/add/", editing.add, name="add"),
    path("evidence/paste/", editing.paste, name="paste"),
    path("evidence/entry/<slug:key>/", library.entry, name="entry"),
    path("evidence/entry/<slug:key>/change/", editing.change, name="change"),
    path("evidence/entry/<slug:key>/withdraw/", editing.withdraw, name="withdraw"),
]

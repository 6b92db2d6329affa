"""Every address of Attune, app by app."""

from django.urls import include, path

from attune.web.people.admin import administration

urlpatterns = [
    path("", include("attune.web.people.urls")),
    path("", include("attune.web.cases.urls")),
    path("", include("attune.web.films.urls")),
    path("", include("attune.web.outcomes.urls")),
    path("", include("attune.web.reviews.urls")),
    path("", include("attune.web.exports.urls")),
    path("", include("attune.web.contribution.urls")),
    path("", include("attune.web.national.urls")),
    path("", include("attune.web.insight.urls")),
    path("", include("attune.web.evidence.urls")),
    path("gallery/", include("attune.web.ui.urls")),
    path("administration/", administration.urls),
]

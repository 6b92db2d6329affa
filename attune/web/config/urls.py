"""Every address of Attune, app by app."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("attune.web.people.urls")),
    path("", include("attune.web.cases.urls")),
    path("", include("attune.web.films.urls")),
    path("", include("attune.web.reviews.urls")),
    path("gallery/", include("attune.web.ui.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("administration/", admin.site.urls),
]

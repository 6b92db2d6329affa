"""Addresses of figures."""

from django.urls import path

from attune.web.insight.views import own, service

app_name = "insight"

urlpatterns = [
    path("figures/", own.show, name="own"),
    path("service/figures/<slug:tab>/", service.show, name="service"),
]

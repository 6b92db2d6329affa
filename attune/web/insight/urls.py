"""Addresses of figures."""

from django.urls import path

from attune.web.insight.views import national, own, service

app_name = "insight"

urlpatterns = [
    path("figures/", own.show, name="own"),
    path("service/figures/report/", service.report, name="service_report"),
    path("service/figures/<slug:tab>/", service.show, name="service"),
    path("national/figures/", national.show, name="national"),
    path("national/figures/report/", national.report, name="national_report"),
]

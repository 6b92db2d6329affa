"""Addresses of what a service gives to the national data."""

from django.urls import path

from attune.web.contribution.views import case, joining, service

app_name = "contribution"

urlpatterns = [
    path("national-data/", service.home, name="home"),
    path("national-data/place/", joining.place, name="place"),
    path("national-data/join/", joining.join, name="join"),
    path("national-data/what/", joining.what, name="what"),
    path("national-data/stop/", joining.stop, name="stop"),
    path("national-data/key/", joining.renew_key, name="key"),
    path("national-data/try/", joining.try_now, name="try"),
    path("national-data/next/", service.before, name="before"),
    path("national-data/next/records.csv", service.before_csv, name="before_csv"),
    path("national-data/next/sums.json", service.before_sums, name="before_sums"),
    path("national-data/now/sums.json", service.after_sums, name="after_sums"),
    path("national-data/now/", service.after, name="after"),
    path("national-data/now/records.csv", service.after_csv, name="after_csv"),
    path("cases/<uuid:case_id>/national-data/", case.show, name="case"),
]

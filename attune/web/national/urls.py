"""Addresses of the national instance."""

from django.urls import path

from attune.web.national.views import home

app_name = "national"

urlpatterns = [
    path("national/", home.show, name="home"),
]

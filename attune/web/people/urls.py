"""Addresses: home, and choosing a service. Sign-in is allauth's, under /accounts/."""

from django.urls import path

from attune.web.people import views

urlpatterns = [
    path("", views.home, name="home"),
    path("service/choose/", views.choose_service, name="choose_service"),
]

"""Addresses of the national instance."""

from django.urls import path

from attune.web.national.views import api, home, services

app_name = "national"

urlpatterns = [
    path("national/", home.show, name="home"),
    path("national/services/", services.show_all, name="services"),
    path("national/services/invite/", services.invite, name="invite"),
    path("national/services/<uuid:enrolment_id>/", services.show, name="service"),
    path(
        "national/services/<uuid:enrolment_id>/invite/", services.invite_again, name="invite_again"
    ),
    path("national/services/<uuid:enrolment_id>/revoke/", services.revoke, name="revoke"),
    path("national/invitations/<uuid:invitation_id>/withdraw/", services.withdraw, name="withdraw"),
    path("national/api/enrol/", api.enrol, name="api_enrol"),
    path("national/api/pushes/", api.pushes, name="api_pushes"),
    path("national/api/keys/", api.keys, name="api_keys"),
    path("national/api/me/", api.me, name="api_me"),
]

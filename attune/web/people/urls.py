"""Addresses: home, choosing a service, and of allauth's pages those that Attune needs."""

from allauth.account import views as account
from django.conf import settings
from django.urls import path, re_path

from attune.web.people import views
from attune.web.people.access import public, signed_in

urlpatterns = [
    path("", views.home, name="home"),
    path("service/choose/", views.choose_service, name="choose_service"),
    path("accounts/login/", public(account.login), name="account_login"),
    path("accounts/logout/", public(account.logout), name="account_logout"),
    path("accounts/inactive/", public(account.account_inactive), name="account_inactive"),
    path(
        "accounts/password/change/",
        signed_in(account.password_change),
        name="account_change_password",
    ),
]

# Without a mail server nobody can be sent a way back in: the administrator sets a new password.
reset_urls = [
    path("accounts/password/reset/", public(account.password_reset), name="account_reset_password"),
    path(
        "accounts/password/reset/done/",
        public(account.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "accounts/password/reset/key/done/",
        public(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]

if settings.MAIL is not None:
    urlpatterns += reset_urls

"""How people sign in: allauth, closed to strangers. Passkeys and TOTP come in at this place."""

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class InvitedOnlyAdapter(DefaultAccountAdapter):
    """An administrator adds people; nobody signs themselves up."""

    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "We do not know this e-mail address with this password. Check both and try again."
        ),
        "too_many_login_attempts": _(
            "There were too many tries. Wait five minutes, then try again or ask for a new password."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")

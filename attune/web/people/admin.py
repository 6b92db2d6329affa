"""What the system administrator sees: services, people, roles. Never a case."""

from typing import ClassVar

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from attune.web.people.models import Membership, Person, PostHeld, Service


class Administration(admin.AdminSite):
    """A site of its own, so that no other package can put its tables here."""

    site_header = site_title = _("Attune administration")
    index_title = _("Services and the people who work in them")
    site_url = "/"


administration = Administration(name="admin")
administration.login = secure_admin_login(administration.login)


class NothingIsRemoved(admin.ModelAdmin):
    """Nothing is removed here: the page that asks “really?” would list what depends on a person,
    and that is casework, which an administrator does not see."""

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class MembershipInline(admin.StackedInline):
    model = Membership
    extra = 1


class PostInline(admin.StackedInline):
    model = PostHeld
    extra = 0


@admin.register(Person, site=administration)
class PersonAdmin(NothingIsRemoved, UserAdmin):
    ordering = ("name",)
    list_display = ("name", "email", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff")
    search_fields = ("name", "email")
    filter_horizontal = ()
    readonly_fields = ("is_staff",)  # only the console makes an administrator
    fieldsets = ((None, {"fields": ("email", "name", "password", "is_active", "is_staff")}),)
    add_fieldsets = ((None, {"fields": ("email", "name", "password1", "password2")}),)
    inlines: ClassVar[list[type[admin.StackedInline]]] = [MembershipInline, PostInline]


@admin.register(Service, site=administration)
class ServiceAdmin(NothingIsRemoved):
    list_display = ("name", "created_at")

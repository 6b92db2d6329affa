"""What the system administrator sees: services, people, roles. Never a case."""

from typing import ClassVar

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from attune.web.people.models import Membership, Person, Service


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 1


@admin.register(Person)
class PersonAdmin(UserAdmin):
    ordering = ("name",)
    list_display = ("name", "email", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff")
    search_fields = ("name", "email")
    filter_horizontal = ()
    fieldsets = ((None, {"fields": ("email", "name", "password", "is_active", "is_staff")}),)
    add_fieldsets = ((None, {"fields": ("email", "name", "password1", "password2")}),)
    inlines: ClassVar[list[type[admin.TabularInline]]] = [MembershipInline]


@admin.register(Service)
class ServiceAdmin(admin.ModelAdmin):
    list_display = ("name", "created_at")

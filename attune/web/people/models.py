"""Services, the people who sign in, and what each may do where."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Region(models.TextChoices):
    """The regions of NHS England, and the nations, as in the outcome record."""

    LONDON = "london", _("London")
    SOUTH_EAST = "south-east", _("South East")
    SOUTH_WEST = "south-west", _("South West")
    EAST_OF_ENGLAND = "east-of-england", _("East of England")
    MIDLANDS = "midlands", _("Midlands")
    NORTH_EAST_AND_YORKSHIRE = "north-east-and-yorkshire", _("North East and Yorkshire")
    NORTH_WEST = "north-west", _("North West")
    SCOTLAND = "scotland", _("Scotland")
    WALES = "wales", _("Wales")
    NORTHERN_IRELAND = "northern-ireland", _("Northern Ireland")
    ELSEWHERE = "elsewhere", _("Elsewhere")


class Setting(models.TextChoices):
    """What kind of organisation a service is, as in the outcome record."""

    NHS = "nhs", _("NHS")
    COUNCIL = "council", _("Council")
    CHARITY = "charity", _("Charity")
    SCHOOL = "school", _("School or nursery")
    INDEPENDENT = "independent", _("Independent practice")
    OTHER = "other", _("Another kind")


class Service(models.Model):
    """An organisation that delivers VIG: the tenant. Nothing of one is ever seen by another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200, unique=True)
    originals_kept_days = models.PositiveSmallIntegerField(
        _("days for which originals are kept"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text=_(
            "So long a film is kept as it was sent, after Attune has made its own copy, which stays. "
            "A longer time counts for all films, a shorter one for films that come later."
        ),
    )
    region = models.CharField(_("region"), max_length=30, choices=Region.choices, blank=True)
    setting = models.CharField(
        _("kind of organisation"), max_length=20, choices=Setting.choices, blank=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)
        verbose_name = _("service")
        verbose_name_plural = _("services")

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields):
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save()
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Person(AbstractBaseUser, PermissionsMixin):
    """Someone who signs in. `is_staff` is the system administrator, who sees no case."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("runs this server"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("name",)
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()  # one address is one person, however it was typed


class Role(models.TextChoices):
    PRACTITIONER = "practitioner", _("Practitioner")
    TRAINEE = "trainee", _("Trainee")
    SUPERVISOR = "supervisor", _("Supervisor")
    MANAGER = "manager", _("Service manager")


class Membership(models.Model):
    """One role of one person in one service; several roles are several rows."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="memberships")
    service = models.ForeignKey("people.Service", models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("service__name", "role")
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = (
            models.UniqueConstraint(fields=("person", "service", "role"), name="one_row_per_role"),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}, {self.service}"


class Post(models.TextChoices):
    """What somebody does for the national association. Nobody sees a case by it."""

    ANALYST = "analyst", _("Analyst")
    EDITOR = "editor", _("Editor of the evidence library")


class PostHeld(models.Model):
    """A post of the association, and who holds it."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="posts")
    post = models.CharField(_("post"), max_length=20, choices=Post.choices)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("post",)
        verbose_name = _("post at the association")
        verbose_name_plural = _("posts at the association")
        constraints = (models.UniqueConstraint(fields=("person", "post"), name="one_row_per_post"),)

    def __str__(self) -> str:
        return f"{self.person}: {self.get_post_display()}"

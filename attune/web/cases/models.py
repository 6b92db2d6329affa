"""A case and what belongs to it. Words, answers and ratings are rows that are only ever added."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from attune.core.consent import Answer, Purpose


class Case(models.Model):
    """The work with one client group in one service."""

    class Context(models.TextChoices):
        PARENT_INFANT = "parent-infant", _("Parent and baby")
        PARENT_CHILD = "parent-child", _("Parent and child")
        FOSTER = "foster", _("Foster or adoptive family")
        SCHOOL = "school", _("School or nursery")
        SOCIAL_CARE = "social-care", _("Social care")
        CARE_HOME = "care-home", _("Care home or dementia care")
        PROFESSIONAL = "professional", _("Professional’s own practice")
        OTHER = "other", _("Another relationship")

    class Engagement(models.TextChoices):
        CHOSEN = "chosen", _("The client chose this work")
        ORDERED = "ordered", _("It was ordered, for example by a court or a plan")

    class Relation(models.TextChoices):
        MOTHER = "mother", _("Mother")
        FATHER = "father", _("Father")
        FOSTER = "foster-or-adoptive-parent", _("Foster or adoptive parent")
        CARER = "other-carer", _("Another carer")
        TEACHER = "teacher", _("Teacher")
        PROFESSIONAL = "professional", _("Another professional")
        OTHER = "other", _("Somebody else")
        NOT_RECORDED = "not-recorded", _("Not recorded")

    class ChildAge(models.TextChoices):
        UNDER_1 = "under-1", _("Under 1 year")
        FROM_1 = "1-to-4", _("1 to 4 years")
        FROM_5 = "5-to-10", _("5 to 10 years")
        FROM_11 = "11-to-17", _("11 to 17 years")
        ADULT = "adult", _("An adult")
        NOT_RECORDED = "not-recorded", _("Not recorded")

    class Ethnicity(models.TextChoices):
        ASIAN = "asian", _("Asian or Asian British")
        BLACK = "black", _("Black, Black British, Caribbean or African")
        MIXED = "mixed", _("Mixed or multiple ethnic groups")
        WHITE = "white", _("White")
        OTHER = "other", _("Another ethnic group")
        NOT_STATED = "not-stated", _("Not stated")

    class Mode(models.TextChoices):
        IN_PERSON = "in-person", _("In person")
        REMOTE = "remote", _("By video call")
        BOTH = "both", _("Both")
        NOT_RECORDED = "not-recorded", _("Not recorded")

    class Ending(models.TextChoices):
        PLANNED = "planned", _("As planned")
        UNPLANNED = "unplanned", _("Earlier than planned, or without a last meeting")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("people.Service", models.PROTECT, related_name="cases")
    label = models.CharField(
        _("name of the case"),
        max_length=80,
        help_text=_("A short name that you will recognise. Not the family’s full name."),
    )
    context = models.CharField(_("who it is about"), max_length=20, choices=Context.choices)
    engagement = models.CharField(_("how it came about"), max_length=10, choices=Engagement.choices)
    ordered_note = models.CharField(_("who ordered it, and why"), max_length=300, blank=True)
    relation = models.CharField(
        _("who the client is to the other person"),
        max_length=30,
        choices=Relation.choices,
        default=Relation.NOT_RECORDED,
    )
    child_age = models.CharField(
        _("the other person’s age at the start"),
        max_length=20,
        choices=ChildAge.choices,
        default=ChildAge.NOT_RECORDED,
    )
    ethnicity = models.CharField(
        _("the client’s ethnic group"),
        max_length=20,
        choices=Ethnicity.choices,
        default=Ethnicity.NOT_STATED,
    )
    mode = models.CharField(
        _("how you meet"), max_length=20, choices=Mode.choices, default=Mode.NOT_RECORDED
    )
    practitioners = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="CaseWorker", related_name="cases"
    )
    started_on = models.DateField(_("first meeting"), default=timezone.localdate)
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    ending = models.CharField(
        _("how it came to its end"), max_length=10, choices=Ending.choices, blank=True
    )
    ending_note = models.TextField(_("how it ended"), blank=True, max_length=2000)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ScopedManager(service="service")

    class Meta:
        ordering = ("-created_at",)
        verbose_name = _("case")
        verbose_name_plural = _("cases")

    def __str__(self) -> str:
        return self.label

    @property
    def case_id(self) -> uuid.UUID:
        """Everything that is logged answers to this name: the case it belongs to."""
        return self.pk


class CaseWorker(models.Model):
    """A practitioner or trainee who holds the case."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="workers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    since = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ScopedManager(service="case__service")

    class Meta:
        ordering = ("since",)
        constraints = (
            models.UniqueConstraint(fields=("case", "person"), name="one_row_per_worker"),
        )

    def __str__(self) -> str:
        return str(self.person)


class Participant(models.Model):
    """Someone the case is about: the client, and those they are in relationship with."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="participants")
    name = models.CharField(_("first name"), max_length=60)
    relation = models.CharField(
        _("who they are"),
        max_length=60,
        help_text=_("For example: mother, baby, foster carer, teacher."),
    )
    is_client = models.BooleanField(
        _("client"), default=False, help_text=_("The adult you are working with.")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ScopedManager(service="case__service")

    class Meta:
        ordering = ("created_at",)
        verbose_name = _("person in the case")
        verbose_name_plural = _("people in the case")

    def __str__(self) -> str:
        return self.name


class Dyad(models.Model):
    """The relationship in focus: two people of a case."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="dyads")
    first = models.ForeignKey("cases.Participant", models.PROTECT, related_name="+")
    second = models.ForeignKey("cases.Participant", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ScopedManager(service="case__service")

    class Meta:
        ordering = ("created_at",)
        constraints = (
            models.UniqueConstraint(fields=("case", "first", "second"), name="one_row_per_dyad"),
            models.CheckConstraint(
                condition=~models.Q(first=models.F("second")), name="two_people_make_a_dyad"
            ),
        )

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"


class Consent(models.Model):
    """One answer of one person for one purpose. The newest counts (core/consent.py)."""

    PURPOSES: ClassVar = [
        (Purpose.FILM, _("Being filmed")),
        (Purpose.REVIEW, _("Watching the film together")),
        (Purpose.SUPERVISION, _("My practitioner’s supervision")),
        (Purpose.INTERVISION, _("Learning with my practitioner’s colleagues")),
        (Purpose.COPY, _("A copy of clips for the family")),
        (Purpose.TRAINING, _("Training inside the service")),
        (Purpose.TEACHING, _("Teaching and conferences")),
        (Purpose.RESEARCH, _("Research and national data")),
        (Purpose.RATING, _("Being rated by someone who does not know us")),
    ]
    ANSWERS: ClassVar = [
        (Answer.GIVEN, _("Yes")),
        (Answer.DECLINED, _("No")),
        (Answer.WITHDRAWN, _("Withdrawn")),
    ]

    participant = models.ForeignKey("cases.Participant", models.CASCADE, related_name="consents")
    purpose = models.CharField(_("for what"), max_length=20, choices=PURPOSES)
    answer = models.CharField(_("answer"), max_length=10, choices=ANSWERS)
    on = models.DateField(_("on which day"), default=timezone.localdate)
    until = models.DateField(_("holds until"), null=True, blank=True)
    given_by = models.CharField(
        _("who said so"),
        max_length=100,
        blank=True,
        help_text=_("For a child: the person with parental responsibility."),
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ScopedManager(service="participant__case__service")

    class Meta:
        ordering = ("on", "recorded_at")
        verbose_name = _("consent")
        verbose_name_plural = _("consents")

    def __str__(self) -> str:
        return f"{self.participant}: {self.get_purpose_display()}, {self.get_answer_display()}"

    @property
    def speaks_for_them(self) -> str:
        """Who gave the answer for this person; empty when they spoke for themselves."""
        return "" if self.given_by == self.participant.name else self.given_by

    @property
    def case_id(self) -> uuid.UUID:
        return self.participant.case_id


class HelpingQuestion(models.Model):
    """The question that the work answers, in the client's words. Each change is a new version."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="helping_questions")
    version = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("helping question"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ScopedManager(service="case__service")

    class Meta:
        ordering = ("version",)
        constraints = (
            models.UniqueConstraint(fields=("case", "version"), name="versions_count_up"),
        )

    def __str__(self) -> str:
        return self.text


class Goal(models.Model):
    """What the client hopes for, in their own words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="goals")
    text = models.CharField(_("goal"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ScopedManager(service="case__service")

    class Meta:
        ordering = ("at",)

    def __str__(self) -> str:
        return self.text


class GoalRating(models.Model):
    """How close the client feels to a goal, 0 to 10, on a day."""

    goal = models.ForeignKey("cases.Goal", models.CASCADE, related_name="ratings")
    rating = models.PositiveSmallIntegerField(_("rating"), validators=[MaxValueValidator(10)])
    on = models.DateField(_("on which day"), default=timezone.localdate)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ScopedManager(service="goal__case__service")

    class Meta:
        ordering = ("on", "at")
        constraints = (
            models.CheckConstraint(condition=models.Q(rating__lte=10), name="ratings_end_at_ten"),
        )

    def __str__(self) -> str:
        return f"{self.rating}/10"

    @property
    def case_id(self) -> uuid.UUID:
        return self.goal.case_id


class Cycle(models.Model):
    """One film followed by one shared review."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="cycles")
    number = models.PositiveIntegerField(_("number"))
    dyad = models.ForeignKey("cases.Dyad", models.PROTECT, related_name="cycles")
    plan = models.CharField(
        _("what will be filmed"),
        max_length=300,
        help_text=_("An everyday activity that is likely to go well."),
    )
    opened_on = models.DateField(_("begun"), default=timezone.localdate)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ScopedManager(service="case__service")

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("case", "number"), name="cycles_count_up"),)

    def __str__(self) -> str:
        return _("Cycle %(number)d") % {"number": self.number}

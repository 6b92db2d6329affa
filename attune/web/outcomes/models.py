"""Measures of a case: what is planned, what was filled in, what it scored, what needs a response.

An answer is a row that is only ever added to while its form is open; a finished form never changes: a
correction is a new one that says which it corrects and why. A score is what the package said on that day.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from attune.web.cases.models import Case
from attune.web.outcomes.receipts import OfflineReceipt  # noqa: F401 -- Django finds models here


class When(models.TextChoices):
    """At which point of the work something is asked."""

    START = "start", _("At the start")
    CYCLE = "cycle", _("In each cycle")
    END = "end", _("At the end")
    FOLLOW_UP_3 = "follow-up-3", _("3 months after the end")
    FOLLOW_UP_6 = "follow-up-6", _("6 months after the end")
    FOLLOW_UP_12 = "follow-up-12", _("12 months after the end")

    @property
    def months(self) -> int:
        """Months after the end; 0 for what is not a follow-up."""
        return int(self.value.removeprefix("follow-up-")) if "follow-up" in self.value else 0


class Respondent(models.TextChoices):
    """Who fills a form in, as the packages name them."""

    SELF = "self", _("The client, about themselves")
    PARENT = "parent", _("The parent or carer, about the child or their relationship")
    TEACHER = "teacher", _("The teacher, about the child")
    PRACTITIONER = "practitioner", _("The practitioner")
    OBSERVER = "observer", _("Someone who rates the film")


class Planning(models.Model):
    """Which measure is asked of whom, and when."""

    measure = models.SlugField(_("measure"), max_length=40)
    respondent = models.CharField(_("who fills it in"), max_length=20, choices=Respondent.choices)
    when = models.CharField(_("when"), max_length=20, choices=When.choices)

    class Meta:
        abstract = True


class DefaultMeasure(Planning):
    """What a service plans for each new case of a context; an empty context is every one."""

    service = models.ForeignKey("people.Service", models.CASCADE, related_name="default_measures")
    context = models.CharField(
        _("who it is about"), max_length=20, choices=Case.Context.choices, blank=True
    )

    objects: ClassVar = ScopedManager(service="service")

    class Meta:
        ordering = ("context", "measure", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("service", "context", "measure", "respondent", "when"),
                name="one_row_per_default",
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure}, {self.get_when_display()}"


class PlannedMeasure(Planning):
    """What is planned for one case. The version stays, so that scores can be compared."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="planned_measures")
    version = models.CharField(_("version"), max_length=20)

    objects: ClassVar = ScopedManager(service="case__service")

    class Meta:
        ordering = ("measure", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("case", "measure", "respondent", "when"), name="one_row_per_plan"
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure}, {self.get_when_display()}"


class OwnText(models.Model):
    """The wording of a measure that a service may use and Attune may not ship.

    wording: {"instructions": text, "items": {item: text}, "options": {value: text}}.
    """

    service = models.ForeignKey("people.Service", models.CASCADE, related_name="own_texts")
    measure = models.SlugField(_("measure"), max_length=40)
    version = models.CharField(_("version"), max_length=20)
    wording = models.JSONField(_("wording"))
    licence = models.CharField(
        _("licence"),
        max_length=300,
        help_text=_("Who allowed it, when, and where the permission is kept."),
    )
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ScopedManager(service="service")

    class Meta:
        ordering = ("declared_at",)

    def __str__(self) -> str:
        return f"{self.measure} {self.version}"


class AskedOf(models.Model):
    """At which point of a case, of whom, and about which relationship something is asked.

    participant: the person of the case who fills in; None for a teacher, practitioner or observer.
    dyad: the relationship it is about; None where it is about the person alone.
    """

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="%(class)ss")
    when = models.CharField(_("when"), max_length=20, choices=When.choices)
    cycle = models.ForeignKey("cases.Cycle", models.PROTECT, null=True, blank=True)
    respondent = models.CharField(_("who fills it in"), max_length=20, choices=Respondent.choices)
    participant = models.ForeignKey("cases.Participant", models.PROTECT, null=True, blank=True)

    class Meta:
        abstract = True


class Response(AskedOf):
    """One form, open or finished.

    id is made by whoever begins it, so that a form which is sent twice is kept once. answers: raw, by
    item: a whole number in the order of the form, or a status ("missing", "declined", "not-asked",
    "not-applicable", "skipped"). totals: by scale, where only totals are known. risk_said: what was
    said to the explicit question that a totals-only form asks.
    """

    class Way(models.TextChoices):
        SESSION = "session", _("in the session")
        LINK = "link", _("by link")
        OFFLINE = "offline", _("in the session, without internet")
        PAPER = "paper", _("copied from paper")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dyad = models.ForeignKey("cases.Dyad", models.PROTECT, null=True, blank=True)
    measure = models.SlugField(_("measure"), max_length=40)
    version = models.CharField(_("version"), max_length=20)
    sha256 = models.CharField(_("checksum of the package"), max_length=64)
    way = models.CharField(_("how it was filled in"), max_length=10, choices=Way.choices)
    answers = models.JSONField(_("answers"), default=dict)
    totals = models.JSONField(_("totals"), default=dict)
    risk_said = models.BooleanField(_("risk"), null=True, blank=True)
    taken_on = models.DateField(_("on which day"), default=timezone.localdate)
    begun_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    reason = models.CharField(_("why it was corrected"), max_length=300, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    set_aside_reason = models.CharField(_("why it does not count"), max_length=300, blank=True)

    objects: ClassVar = ScopedManager(service="case__service")

    class Meta:
        ordering = ("taken_on", "begun_at")
        verbose_name = _("filled form")
        verbose_name_plural = _("filled forms")

    def __str__(self) -> str:
        return f"{self.measure}, {self.get_when_display()}"

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None


class Score(models.Model):
    """One scale of one form, as the package scored it then. A re-score is a new row."""

    response = models.ForeignKey("outcomes.Response", models.CASCADE, related_name="scores")
    scale = models.SlugField(_("scale"), max_length=40)
    value = models.FloatField(_("score"), null=True)
    sha256 = models.CharField(_("checksum of the package"), max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ScopedManager(service="response__case__service")

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.scale} {self.value}"


class Alert(models.Model):
    """An answer that needs a person's response. item: empty where a totals-only form was asked."""

    response = models.ForeignKey("outcomes.Response", models.CASCADE, related_name="alerts")
    item = models.CharField(_("item"), max_length=20, blank=True)
    says = models.TextField(_("what the practitioner reads"))
    at = models.DateTimeField(auto_now_add=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    did = models.CharField(_("what you did"), max_length=1000, blank=True)

    objects: ClassVar = ScopedManager(service="response__case__service")

    class Meta:
        ordering = ("at",)
        constraints = (
            models.UniqueConstraint(fields=("response", "item"), name="one_alert_per_item"),
        )

    def __str__(self) -> str:
        return self.says

    @property
    def case_id(self) -> uuid.UUID:
        return self.response.case_id


class RiskText(models.Model):
    """The service's own words, shown at once where an answer needs a response."""

    service = models.OneToOneField("people.Service", models.CASCADE, related_name="risk_text")
    for_practitioner = models.TextField(_("what the practitioner reads"), max_length=2000)
    for_client = models.TextField(_("what the client reads"), max_length=1000, blank=True)

    objects: ClassVar = ScopedManager(service="service")

    def __str__(self) -> str:
        return self.for_practitioner


class Pin(models.Model):
    """What a practitioner types to take a tablet back. Hashed as a password is."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="pin")
    hashed = models.CharField(max_length=128)
    set_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.person)


class Link(AskedOf):
    """An address by which one person fills in the forms of one occasion, on their own.

    token_hash: SHA-256 of the token, which is nowhere else. One case, one purpose, until a day.
    closed_at: when somebody or the clock found that its time was over; it stays over, even where a
    wrong clock is put back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(_("who it is for"), max_length=60)
    email = models.EmailField(_("e-mail address"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ScopedManager(service="case__service")

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.name


class Message(models.Model):
    """An e-mail about a link, to its person or, where an answer needs a response, to the practitioners.

    Link and kind are unique, so that each is sent once. claimed_at: when somebody began to send it.
    token_hash: of the token in this e-mail, which opens the link as the link's own does: a token that
    was handed out is not known any more, so each e-mail brings its own.
    """

    link = models.ForeignKey("outcomes.Link", models.CASCADE, related_name="messages")
    kind = models.SlugField(max_length=20)
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ScopedManager(service="link__case__service")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("link", "kind"), name="each_sent_once"),)

    def __str__(self) -> str:
        return self.kind


class Scaling(models.Model):
    """How a goal is measured beyond its ratings: as a target (TME) or on a scale of five (GAS).

    words: for GAS what each level from -2 to 2 means, by level; for TME what the baseline and what is
    hoped for look like.
    """

    class Method(models.TextChoices):
        TME = "tme", _("Target, rated 1 to 10 (TME)")
        GAS = "gas", _("Five levels, agreed at the start (GAS)")

    goal = models.OneToOneField("cases.Goal", models.CASCADE, related_name="scaling")
    method = models.CharField(_("how it is measured"), max_length=3, choices=Method.choices)
    baseline = models.SmallIntegerField(_("at the start"))
    expected = models.SmallIntegerField(_("what is hoped for"))
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    words = models.JSONField(_("what it looks like"), default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ScopedManager(service="goal__case__service")

    def __str__(self) -> str:
        return str(self.goal)

    @property
    def case_id(self) -> uuid.UUID:
        return self.goal.case_id


class Attainment(models.Model):
    """Where a scaled goal was on a day: 1 to 10 (TME), or -2 to 2 (GAS)."""

    scaling = models.ForeignKey("outcomes.Scaling", models.CASCADE, related_name="attainments")
    level = models.SmallIntegerField(_("level"))
    on = models.DateField(_("on which day"), default=timezone.localdate)
    words = models.CharField(_("what it looks like now"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ScopedManager(service="scaling__goal__case__service")

    class Meta:
        ordering = ("on", "at")

    def __str__(self) -> str:
        return str(self.level)

    @property
    def case_id(self) -> uuid.UUID:
        return self.scaling.goal.case_id


class Decision(models.Model):
    """Whether more is needed, as it was decided with the client, and why. Each one is a new row."""

    class Answer(models.TextChoices):
        MORE = "more", _("Another cycle")
        ENOUGH = "enough", _("Enough for now")
        OTHER = "other", _("Something else is needed")
        LATER = "later", _("Decide later")

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="decisions")
    answer = models.CharField(_("what was decided"), max_length=10, choices=Answer.choices)
    client_words = models.TextField(_("what the client said"), max_length=1000, blank=True)
    reasons = models.TextField(_("reasons"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ScopedManager(service="case__service")

    class Meta:
        ordering = ("at",)

    def __str__(self) -> str:
        return self.get_answer_display()

"""Agreements with researchers, and what was given out under them: which fields, to whom, with which checksum. Never the data."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from attune.web.national.released import Frozen

KEPT = timedelta(days=1)  # how long a file that is ready waits to be downloaded


class ResearchAgreement(models.Model):
    """What was agreed with a researcher. fields: names of the contract's fields. measures: ids; years: of the first score.

    k: how many episodes, at the least, are alike in all that could single one out. ended_at: since when nothing is given.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title of the study"), max_length=200)
    researcher = models.CharField(_("researcher"), max_length=150)
    organisation = models.CharField(_("organisation"), max_length=200)
    purpose = models.TextField(_("purpose"), max_length=2000)
    ethics = models.CharField(_("reference of the ethics approval"), max_length=200)
    fields = models.JSONField(_("what is given of each episode"), default=list)
    measures = models.JSONField(_("measures"), default=list)
    first_year = models.PositiveIntegerField(_("first year"))
    last_year = models.PositiveIntegerField(_("last year"))
    k = models.PositiveIntegerField(
        _("least number of episodes that are alike"), default=10, validators=[MinValueValidator(5)]
    )
    signed_on = models.DateField(_("signed on"))
    valid_until = models.DateField(_("valid until"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at",)
        verbose_name = _("research agreement")
        verbose_name_plural = _("research agreements")

    def __str__(self) -> str:
        return self.title


class Extract(Frozen):
    """That data were given out once, under an agreement: how many, in which form, what was taken out of them to protect
    people, and the checksum of the file, which is kept for a day at most."""

    class Form(models.TextChoices):
        CSV = "csv", _("CSV with a codebook")
        PARQUET = "parquet", _("Parquet")
        SPSS = "sav", _("SPSS")
        STATA = "dta", _("Stata")
        FHIR = "ndjson", _("FHIR")

    agreement = models.ForeignKey(
        "national.ResearchAgreement", models.PROTECT, related_name="extracts"
    )
    form = models.CharField(_("file format"), max_length=10, choices=Form.choices)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    episodes = models.PositiveIntegerField()
    records = models.PositiveIntegerField()
    untold = models.JSONField(default=dict)
    dropped = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-at",)
        verbose_name = _("extract")
        verbose_name_plural = _("extracts")

    def __str__(self) -> str:
        return f"{self.agreement}, {self.get_form_display()}"


class ExtractDraft(models.Model):
    """A file that a worker makes, to look at what would leave, and to download for a day. The file lies in a folder
    (extract_files.py).

    job: of the newest try. step: how many of extracting.STEPS are done. facts: of the file, as the row of an extract has them,
    and `lost`, the share of values that had to be left out. refusal: why not, a sentence. extract: that it was given.
    """

    class State(models.TextChoices):
        MAKING = "making", _("Being made")
        MADE = "made", _("Ready")
        REFUSED = "refused", _("Not possible")
        GONE = "gone", _("Erased here")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(
        "national.ResearchAgreement", models.PROTECT, related_name="drafts"
    )
    form = models.CharField(_("file format"), max_length=10, choices=Extract.Form.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.MAKING)
    job = models.UUIDField(default=uuid.uuid4)
    step = models.PositiveIntegerField(default=0)
    facts = models.JSONField(default=dict)
    refusal = models.CharField(max_length=500, blank=True)
    extract = models.OneToOneField(
        "national.Extract", models.PROTECT, null=True, related_name="draft"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-at",)
        verbose_name = _("draft of an extract")
        verbose_name_plural = _("drafts of extracts")
        constraints = (
            models.UniqueConstraint(
                fields=("agreement",),
                condition=models.Q(state="making"),
                name="one_extract_is_made_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement}, {self.get_form_display()}"

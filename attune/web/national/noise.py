"""The ledger of tables with noise: what may be spent of the budget, what was, and the tables that were made of it.

Rows are only ever added, also in the database (see the migration). ε is kept in whole thousandths, so that sums are
exact. What was spent is spent, whatever became of it: nothing gives it back.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from attune.web.national.released import Frozen


class NoiseBudget(Frozen):
    """That so many thousandths more of ε may be spent, and why. The first sets the budget, each further one raises it."""

    thousandths = models.PositiveIntegerField()
    reason = models.CharField(_("why"), max_length=500)

    class Meta:
        ordering = ("at",)
        verbose_name = _("entry of the noise budget")
        verbose_name_plural = _("noise budget")

    def __str__(self) -> str:
        return f"+{self.thousandths}: {self.reason}"


class NoiseSpending(Frozen):
    """That so many thousandths of ε are spent on a table, written before anything is counted for it.

    subjects: measure, scale and respondent of each. breakdowns: names of dimensions. years: that a table by year has.
    """

    thousandths = models.PositiveIntegerField()
    subjects = models.JSONField()
    breakdowns = models.JSONField()
    years = models.JSONField()

    class Meta:
        ordering = ("at",)
        verbose_name = _("spending of the noise budget")
        verbose_name_plural = _("spendings of the noise budget")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The day, and the beginning of its number."""
        return f"{self.at:%Y-%m-%d}-{str(self.pk)[:8]}"


class NoiseTable(Frozen):
    """What was made of a spending, once. body: the document (core/figures/noisy.py). digest: its sha256."""

    spending = models.OneToOneField("national.NoiseSpending", models.PROTECT, related_name="table")
    body = models.BinaryField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("at",)
        verbose_name = _("table with noise")
        verbose_name_plural = _("tables with noise")

    def __str__(self) -> str:
        return str(self.spending)


class NoiseTrouble(Frozen):
    """That a table could not be made, and why: nobody saw anything of it, so it may be tried again from the same spending."""

    spending = models.ForeignKey("national.NoiseSpending", models.PROTECT, related_name="troubles")
    reason = models.CharField(max_length=500)

    class Meta:
        ordering = ("at",)
        verbose_name = _("trouble with a table")
        verbose_name_plural = _("troubles with tables")

    def __str__(self) -> str:
        return f"{self.spending}: {self.reason}"

"""Whether one person's score changed by more than the measure's own error.

Scores, means and standard deviations are in points of the measure; an index is in standard errors.
A change is always post − pre, in points; `higher_is_better` says which sign is good.

Sources: Jacobson & Truax 1991, J Consult Clin Psychol 59:12–19 (index, cut-offs a, b, c); the other
indices as compared by Maassen 2004, J Int Neuropsychol Soc 10:888–893, and Hageman & Arrindell 1999,
Behav Res Ther 37:1169–1193. Checked against the R package clinicalsignificance 3.0.0 (its cases 12 and
13 in `tests/reference`). The method is a choice to be recorded: on the same forty patients it decides
whether 10 or 25 count as improved.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.inputs import confidence_level, finite, positive, within

PRINTED = {0.90: 1.645, 0.95: 1.96}
"""The critical values that the literature prints and published thresholds were made with."""


class Method(StrEnum):
    """The indices of reliable change, by their authors."""

    JACOBSON_TRUAX = "JT"
    GULLIKSEN_LORD_NOVICK = "GLN"
    HSU_LINN_LORD = "HLL"
    EDWARDS_NUNNALLY = "EN"
    NUNNALLY_KOTSCH = "NK"
    HAGEMAN_ARRINDELL = "HA"


class Verdict(StrEnum):
    """What an index says of a change."""

    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    DETERIORATED = "deteriorated"


class Outcome(StrEnum):
    """What an index and a cut-off say together."""

    RECOVERED = "recovered"
    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    DETERIORATED = "deteriorated"
    HARMED = "harmed"


@dataclass(frozen=True)
class Sample:
    """The group that a person is compared with: means and standard deviations before and after, in
    points, and the correlation between the two occasions. Jacobson–Truax needs `sd_pre` alone."""

    sd_pre: float
    mean_pre: float = math.nan
    sd_post: float = math.nan
    mean_post: float = math.nan
    correlation: float = math.nan


# ------------------------------------------------------------------------- Jacobson and Truax


def standard_error_of_measurement(sd: float, reliability: float) -> float:
    """S_E = sd·√(1 − r), in points. SD 7.7 and r .90 give 2.435."""
    return positive("the standard deviation", sd) * math.sqrt(1 - _reliability(reliability))


def standard_error_of_difference(sd: float, reliability: float) -> float:
    """S_diff = √2·S_E, in points: the spread of a difference between two scores that did not change.

    SD 7.7 and r .90 give 3.444; Jacobson & Truax's example (SD 7.5, r .80) gives 4.74.
    """
    return math.sqrt(2) * standard_error_of_measurement(sd, reliability)


def critical_value(confidence: float) -> float:
    """The two-sided critical value: 1.645 at 90 % and 1.96 at 95 % as printed, else exact."""
    level = confidence_level(confidence)
    return PRINTED.get(level, NormalDist().inv_cdf((1 + level) / 2))


def reliable_change_threshold(sd: float, reliability: float, confidence: float = 0.95) -> float:
    """The least change, in points, that is more than error: z·S_diff.

    CORE-10 (SD 7.7, r .90): 5.665 at 90 %, 6.749 at 95 %. CARE-Index (SD 3, r .77): 4.0 at 95 %.
    """
    return critical_value(confidence) * standard_error_of_difference(sd, reliability)


def reliable_change_index(pre: float, post: float, *, sd: float, reliability: float) -> float:
    """(post − pre) / S_diff, in standard errors. 32.5 → 47.5 with SD 7.5 and r .80 gives 3.16."""
    change = finite("the score after", post) - finite("the score before", pre)
    return change / standard_error_of_difference(sd, reliability)


# ------------------------------------------------------------------------- the other methods


def change_index(
    method: Method,
    pre: float,
    post: float,
    *,
    sample: Sample,
    reliability: float,
    reliability_post: float | None = None,
) -> float:
    """The index of a method, in standard errors; its sign is the change's.

    `reliability_post` is of the measure in the group after (as before, when not given); only
    Nunnally–Kotsch uses it. Hageman–Arrindell takes the error to be as large after as before.
    All but Jacobson–Truax compare a person with the group, so that a score which did not move has an
    index other than zero.
    """
    if method is Method.JACOBSON_TRUAX:
        return reliable_change_index(pre, post, sd=sample.sd_pre, reliability=reliability)
    if method is Method.HAGEMAN_ARRINDELL:
        return _hageman_arrindell(pre, post, sample, reliability)
    if method is Method.HSU_LINN_LORD:
        return _hsu_linn_lord(pre, post, sample, reliability)
    after = reliability if reliability_post is None else reliability_post
    return _from_true_score(method, pre, post, sample, (reliability, after))


def _from_true_score(
    method: Method, pre: float, post: float, sample: Sample, reliabilities: tuple[float, float]
) -> float:
    """The score after against the true score that the score before predicts: m + r·(pre − m)."""
    before, after = (_reliability(each) for each in reliabilities)
    sd = positive("the standard deviation", sample.sd_pre)
    mean = finite("the group's mean before", sample.mean_pre)
    predicted = mean + before * (finite("the score before", pre) - mean)
    error = {
        Method.GULLIKSEN_LORD_NOVICK: 1 - before**2,
        Method.EDWARDS_NUNNALLY: 1 - before,
        Method.NUNNALLY_KOTSCH: before**2 * (1 - before) + 1 - after,
    }[method]
    return (finite("the score after", post) - predicted) / (sd * math.sqrt(error))


def _hsu_linn_lord(pre: float, post: float, sample: Sample, reliability: float) -> float:
    share = _reliability(reliability)
    before = finite("the score before", pre) - finite("the group's mean before", sample.mean_pre)
    after = finite("the score after", post) - finite("the group's mean after", sample.mean_post)
    spread = positive("the standard deviation", sample.sd_pre) * math.sqrt(1 - share**2)
    return (after - share * before) / spread


def reliability_of_difference(sample: Sample, reliability: float) -> float:
    """The reliability of the change score (Hageman & Arrindell 1999), without unit.

    The error of measurement is taken to be as large after as before, which sets the reliability after.
    """
    first = positive("the standard deviation", sample.sd_pre)
    last = positive("the standard deviation after", sample.sd_post)
    shared = 2 * first * last * within("the correlation", sample.correlation, -1, 1)
    error = standard_error_of_measurement(first, reliability)
    spread = first**2 + last**2 - shared
    if 2 * error**2 >= spread:
        raise CannotComputeError("the changes of the group vary no more than error alone would")
    return 1 - 2 * error**2 / spread


def _hageman_arrindell(pre: float, post: float, sample: Sample, reliability: float) -> float:
    share = reliability_of_difference(sample, reliability)
    change = finite("the score after", post) - finite("the score before", pre)
    group = finite("the group's mean after", sample.mean_post)
    group -= finite("the group's mean before", sample.mean_pre)
    error = math.sqrt(share) * standard_error_of_difference(sample.sd_pre, reliability)
    return (change * share + group * (1 - share)) / error


# ------------------------------------------------------------------------- cut-offs


def cutoff_a(mean_clinical: float, sd_clinical: float, *, higher_is_better: bool) -> float:
    """Two standard deviations beyond the mean of the clinical group, in points."""
    away = 2 * positive("the clinical standard deviation", sd_clinical)
    return finite("the clinical mean", mean_clinical) + (away if higher_is_better else -away)


def cutoff_b(mean_functional: float, sd_functional: float, *, higher_is_better: bool) -> float:
    """Within two standard deviations of the mean of the functional group, in points."""
    away = 2 * positive("the functional standard deviation", sd_functional)
    return finite("the functional mean", mean_functional) + (-away if higher_is_better else away)


def cutoff_c(
    mean_clinical: float, sd_clinical: float, mean_functional: float, sd_functional: float
) -> float:
    """Where a score is as likely in either group, in points: (s₀m₁ + s₁m₀) / (s₀ + s₁).

    CORE-10 (means 19.7 and 4.7, SDs 7.7 and 4.8) gives 10.46.
    """
    first = positive("the clinical standard deviation", sd_clinical)
    other = positive("the functional standard deviation", sd_functional)
    crossed = other * finite("the clinical mean", mean_clinical)
    crossed += first * finite("the functional mean", mean_functional)
    return crossed / (first + other)


# ------------------------------------------------------------------------- in words


def verdict(index: float, *, higher_is_better: bool, confidence: float = 0.95) -> Verdict:
    """What an index says: beyond the critical value on the good side, on the bad side, or neither.

    Hageman & Arrindell test one side at 5 %: give a confidence of 0.90 with their index.
    """
    good = finite("the index", index) if higher_is_better else -finite("the index", index)
    if good > critical_value(confidence):
        return Verdict.IMPROVED
    return Verdict.DETERIORATED if -good > critical_value(confidence) else Verdict.UNCHANGED


def outcome(
    pre: float, post: float, cutoff: float, *, said: Verdict, higher_is_better: bool
) -> Outcome:
    """What an index and a cut-off say together.

    Recovered: improved, and from the clinical to the functional side. Harmed: deteriorated, and the
    other way. A score on the cut-off itself is on neither side.
    """
    sign = 1 if higher_is_better else -1
    before = sign * (finite("the score before", pre) - finite("the cut-off", cutoff))
    after = sign * (finite("the score after", post) - cutoff)
    if said is Verdict.IMPROVED and before < 0 < after:
        return Outcome.RECOVERED
    if said is Verdict.DETERIORATED and after < 0 < before:
        return Outcome.HARMED
    return Outcome(said.value)


# ------------------------------------------------------------------------- what would decide it


def spearman_brown(reliability: float, times: float) -> float:
    """The reliability of the mean of `times` parallel measurements (Spearman 1910, Brown 1910)."""
    share, fold = _reliability(reliability), positive("the number of measurements", times)
    return fold * share / (1 + (fold - 1) * share)


def measurements_needed(
    change: float, *, sd: float, reliability: float, confidence: float = 0.95
) -> int:
    """How many parallel measurements (clips, raters) on each occasion make a change of this size, in
    points, more than error.

    The error of a mean of k is S_E/√k; the spread of true scores stays as it is. CARE-Index (SD 3,
    r .77): a change of 2 points needs 4.
    """
    size = positive("the size of the change", abs(change))
    least = reliable_change_threshold(sd, reliability, confidence)
    return math.floor((least / size) ** 2) + 1


def _reliability(value: float) -> float:
    return within("the reliability", value, 0, 1)

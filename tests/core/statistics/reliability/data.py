"""The ratings of cases 14 to 16, units × raters."""

from tests.core.statistics.cases import rows

ANXIETY = [[int(each) for each in row.values()] for row in rows("14_irr_anxiety")]
DIAGNOSES = [list(row.values()) for row in rows("14_irr_diagnoses")]
KRIPPENDORFF = [
    [int(each) if each else None for each in unit]
    for unit in zip(*[row.values() for row in rows("15_krippendorff_4x12")], strict=True)
]
SHROUT_FLEISS = [[int(each) for each in row.values()] for row in rows("16_shrout_fleiss1979")]

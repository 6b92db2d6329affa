"""What can be asked for: within the budget, of the catalogue, an epsilon that is one."""

import pytest

from attune.core.figures.breakdowns import DIMENSIONS
from attune.core.figures.noisy import MOST as MOST_THOUSANDTHS
from attune.web.national.forms.noise import MOST, BudgetForm, NoiseForm, subject_choices
from attune.web.national.queries import noise as queries
from tests.factories import make_officer
from tests.factories.noise import CORE_10, budget

pytestmark = pytest.mark.django_db
SAID = {"subjects": [CORE_10], "breakdowns": ["region"], "epsilon": "0.5"}


@pytest.fixture
def allowed():
    return budget(make_officer().person, 700)


def test_every_subject_and_breakdown_can_be_chosen():
    assert {key for key, _name in subject_choices()} == {"all", *queries.topics()}
    assert [key for key, _name in NoiseForm().fields["breakdowns"].choices] == list(DIMENSIONS)
    assert int(MOST * 1000) == MOST_THOUSANDTHS


def test_form_says_what_is_spent_in_thousandths(allowed):
    form = NoiseForm({**SAID, "epsilon": "0.123"})
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["epsilon"], form.cleaned_data["subjects"]) == (123, [CORE_10])
    form = NoiseForm({**SAID, "subjects": ["all", CORE_10]})
    assert form.is_valid()
    assert form.cleaned_data["subjects"] == list(queries.topics())


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"epsilon": "0"}, "greater than or equal to 0.001"),
        ({"epsilon": "-1"}, "greater than or equal to 0.001"),
        ({"epsilon": "nan"}, "Enter a number."),
        ({"epsilon": "inf"}, "Enter a number."),
        ({"epsilon": "1e400"}, "less than or equal to 10"),
        ({"epsilon": "0.0001"}, "no more than 3 decimal places"),
        ({"epsilon": "10.001"}, "less than or equal to 10"),
        ({"epsilon": "half"}, "Enter a number."),
        ({"epsilon": ""}, "Say how much to spend."),
        ({"epsilon": "0.701"}, "That is more than is left of the budget."),
        ({"subjects": []}, "Choose at least one measure."),
        ({"subjects": ["core-10-total-nobody"]}, "not one of the available choices"),
        ({"breakdowns": ["service"]}, "not one of the available choices"),
    ],
)
def test_table_that_can_not_be_is_refused(allowed, wrong, says):
    form = NoiseForm({**SAID, **wrong})
    assert not form.is_valid()
    assert says in str(form.errors)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"epsilon": "nan"}, "Enter a number."),
        ({"epsilon": "0"}, "greater than or equal to 0.001"),
        ({"epsilon": "11"}, "less than or equal to 10"),
        ({"epsilon": ""}, "Say how much may be spent."),
        ({"reason": ""}, "Write down why, in a sentence."),
        ({"reason": "x" * 501}, "at most 500 characters"),
    ],
)
def test_budget_without_a_number_or_a_reason_is_refused(wrong, says):
    form = BudgetForm({"epsilon": "1", "reason": "Agreed.", **wrong})
    assert not form.is_valid()
    assert says in str(form.errors)

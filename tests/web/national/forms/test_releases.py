"""A withdrawal wants a reason that fits."""

from attune.web.national.forms.releases import WithdrawForm


def test_withdrawal_without_a_reason_is_refused():
    assert WithdrawForm({"reason": " "}).errors == {"reason": ["Write down why, in a sentence."]}
    assert not WithdrawForm({"reason": "x" * 501}).is_valid()
    assert WithdrawForm({"reason": "Two services were the same."}).is_valid()

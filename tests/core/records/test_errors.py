"""What is wrong with a record is said in one sentence after the other."""

from attune.core.records.errors import RecordError


def test_faults_are_kept_and_said():
    error = RecordError(["One.", "Two."])
    assert (error.faults, str(error)) == (("One.", "Two."), "One. Two.")

import pytest

from attune.core.media import errors

SENTENCES = [
    errors.EmptyFileError(),
    errors.NotAFilmError(),
    errors.StillPictureError(),
    errors.SoundOnlyError(),
    errors.UnknownCodecError(),
    errors.NoPictureError(),
    errors.TruncatedFilmError("its last part is missing"),
]


@pytest.mark.parametrize("error", SENTENCES, ids=lambda error: type(error).__name__)
def test_every_refusal_is_a_sentence_that_says_what_to_do(error):
    assert isinstance(error, errors.FilmError)
    assert str(error).endswith(".")
    assert any(word in str(error) for word in ("Choose", "choose", "Copy", "copy"))


def test_stopping_is_no_fault_of_the_film():
    assert not issubclass(errors.CancelledError, errors.FilmError)

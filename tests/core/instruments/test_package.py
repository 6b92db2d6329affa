import pytest

from attune.core.instruments.errors import PackageError
from attune.core.instruments.package import FILES, LARGEST, read_package, vectors_of
from tests.core.instruments.small import WHOLE, changed, write


def refusal(folder) -> str:
    with pytest.raises(PackageError) as refused:
        read_package(folder)
    return str(refused.value)


@pytest.mark.parametrize("file", FILES)
def test_missing_file_is_said(tmp_path, file):
    folder = write(tmp_path / "small", {name: WHOLE[name] for name in FILES if name != file})
    assert refusal(folder).endswith(f"{file} is missing or cannot be read.")


@pytest.mark.parametrize("file", FILES)
def test_file_that_is_too_large_or_no_text_is_refused(tmp_path, file):
    folder = write(tmp_path / "small")
    (folder / file).write_bytes(b" " * (LARGEST + 1))
    assert f"{file} is larger than a measure can be." in refusal(folder)
    (folder / file).write_bytes(b"\xff\xfe")
    assert f"{file} is not text in UTF-8." in refusal(folder)


@pytest.mark.parametrize(
    ("file", "text"),
    [("scoring.toml", "id = "), ("questionnaire.json", "{"), ("questionnaire.json", "[" * 100_000)],
)
def test_file_that_cannot_be_read_is_said(tmp_path, file, text):
    folder = write(tmp_path / "small", {**WHOLE, file: text})
    assert f"{file} cannot be read:" in refusal(folder)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("scoring.toml", 'better = "higher"', 'better = "up"', "scales → mean → better: 'up'"),
        ("scoring.toml", "count = 4", "count = 4.0", "items → count: 4.0 is not of type 'integer'"),
        ("scoring.toml", "sd = 2.5", "sd = nan", "sd: nan is not of type 'number'"),
        ("scoring.toml", "sd = 2.5", "sd = inf", "sd: inf is not of type 'number'"),
        ("scoring.toml", "sd = 2.5", "sd = 1e9", "is not of type 'number'"),
        ("scoring.toml", "sd = 2.5", "sd = true", "sd: True is not of type 'number'"),
        ("scoring.toml", 'label = "some", source = "manual"', 'label = "some"', "'source' is a required"),
        ("scoring.toml", 'counts = 2, source = "manual"', "counts = 2", "'source' is a required"),
        ("rights.toml", 'class = "ship"', 'class = "free"', "rights.toml, class: 'free'"),
        ("safety.toml", "ask =", "asked =", "safety.toml, the file:"),
        ("questionnaire.json", '"linkId": "1",', '"linkId": "1", "prefix": "I feel",', "prefix: 'I feel' does not"),
        ("questionnaire.json", '"status": "active",\n "d', '"status": "draft",\n "d', "status: 'active' was"),
    ],
)  # fmt: skip
def test_what_its_schema_does_not_allow_is_said(tmp_path, file, old, new, says):
    assert says in refusal(changed(tmp_path / "small", file, old, new))


def test_hash_is_of_the_content_and_of_nothing_else(tmp_path):
    one, other = read_package(write(tmp_path / "one")), read_package(write(tmp_path / "two"))
    assert (one, len(one.sha256)) == (other, 64)
    edited = changed(tmp_path / "three", "rights.toml", "Ask nobody.", "Ask us.")
    assert read_package(edited).sha256 != one.sha256


def test_package_is_named_by_its_folder_however_it_is_given(tmp_path, monkeypatch):
    monkeypatch.chdir(write(tmp_path / "small", {**WHOLE, "rights.toml": "class ="}))
    assert refusal(type(tmp_path)(".")).startswith("The measure small can't be used.")


def test_filled_forms_are_read_by_column(tmp_path):
    [blank, *_] = vectors_of(write(tmp_path / "small"))
    assert (blank["form"], blank["1"], blank["score:total"]) == ("all blank", "", "")

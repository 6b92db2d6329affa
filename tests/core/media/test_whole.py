import pytest

from attune.core.media.whole import whole_file, whole_folder


def test_a_file_appears_whole(tmp_path):
    with whole_file(tmp_path / "a.txt") as draft:
        draft.write_text("new")
        assert not (tmp_path / "a.txt").exists()
        assert draft.parent == tmp_path
        assert draft.suffix == ".txt"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text() == "new"


def test_a_failure_leaves_the_file_as_it_was(tmp_path):
    (tmp_path / "a.txt").write_text("old")

    def fail():
        with whole_file(tmp_path / "a.txt") as draft:
            draft.write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text() == "old"


def test_a_folder_appears_whole(tmp_path):
    for _ in range(2):  # new, and over the one before
        with whole_folder(tmp_path / "made", "last.txt") as draft:
            (draft / "last.txt").write_text("last")
            (draft / "z.txt").write_text("z")
        assert sorted(path.name for path in (tmp_path / "made").iterdir()) == ["last.txt", "z.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["made"]


def test_a_failure_leaves_the_folder_as_it_was(tmp_path):
    def fail(name):
        with whole_folder(tmp_path / name, "last.txt") as draft:
            (draft / "last.txt").write_text("half")
            raise ZeroDivisionError

    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "last.txt").write_text("whole")
    for name in ("new", "old"):
        with pytest.raises(ZeroDivisionError):
            fail(name)
    assert [path.name for path in tmp_path.iterdir()] == ["old"]
    assert (tmp_path / "old" / "last.txt").read_text() == "whole"

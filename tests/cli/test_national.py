"""`attune national check-release`: the attacker over a folder of released tables."""

import json

import pytest

from tests.cli.running import attune

GOOD = "region,count\nAll,20\nNorth,10\nSouth,*\n"
BAD = "region,count\nAll,40\nNorth,15\nMid,15\nSouth,*\n"


def released(folder, **tables):
    for name, text in tables.items():
        release, _, table = name.partition("__")
        (folder / release).mkdir(parents=True, exist_ok=True)
        (folder / release / f"{table or 'regions'}.csv").write_text(text, encoding="utf-8")
    return folder


def check(folder, *options):
    done = attune("national", "check-release", folder, *options)
    return done.returncode, done.stdout, done.stderr


def test_release_that_tells_nothing_passes(tmp_path):
    status, told, err = check(released(tmp_path, m1=GOOD), "--json")
    assert (status, err) == (0, "")
    assert json.loads(told) == {"releases": ["m1"], "hidden": 1, "pinned": []}


def test_releases_are_tried_together(tmp_path):
    """By hand: 20 is 18 to 22; less 8 to 12 leaves 6 to 14 for South in the first."""
    later = "region,count\nAll,30\nNorth,10\nSouth,20\n"
    folder = released(tmp_path, m1=GOOD, m2=later)
    assert check(folder) == (0, "", "Releases: 2. Hidden counts: 1. Known too well: 0.\n")


def test_counts_that_only_grow_tell_more(tmp_path):
    """By hand: South is 0 to 11 in the first release (23 to 27, less 8 to 12 twice) and 0 or 1 in the
    second; where counts never get smaller it was no more than that before."""
    first = "region,count\nAll,25\nMid,10\nNorth,10\nSouth,*\n"
    later = "region,count\nAll,25\nMid,15\nNorth,15\nSouth,*\n"  # 23 to 27, less 13 to 17 twice
    folder = released(tmp_path, m1=first, m2=later)
    loose = json.loads(check(folder, "--json")[1])["pinned"]
    assert [(one["release"], one["low"], one["high"]) for one in loose] == [("m2", 0, 1)]
    tight = json.loads(check(folder, "--growing", "--json")[1])["pinned"]
    assert [(one["release"], one["low"], one["high"]) for one in tight] == [
        ("m1", 0, 1),
        ("m2", 0, 1),
    ]


def test_count_that_can_be_worked_out_is_told_with_status_1(tmp_path):
    """By hand: 25 is 23 to 27; less 13 to 17 twice leaves 0 or 1."""
    folder = released(tmp_path, m1="region,count\nAll,25\nR1,15\nR2,15\nR3,*\n")
    status, told, _err = check(folder, "--json")
    assert status == 1
    assert json.loads(told)["pinned"] == [
        {"release": "m1", "cell": {"region": "R3"}, "low": 0, "high": 1}
    ]
    assert check(folder) == (
        1, "m1, region R3: 0 to 1\n", "Releases: 1. Hidden counts: 1. Known too well: 1.\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("region,number\nAll,20\n", "has no column count."),
        ("region,count\nAll,20\nAll,20\n", "has everybody twice."),
        ("region,setting,count\nAll,All,20\nN,All,20\nAll,a,20\n", "lacks region N, setting a."),
        ("region,count\nAll,many\nN,20\n", "'many' is no count; a hidden one is written *."),
        ("region,count\nAll\nN,20\n", "as many cells in each."),
        ("region,count\nAll,\nN,20\n", "'' is no count"),
        ("region,region,count\nAll,All,20\n", "two columns of one name."),
        ("region,count\nAll,20\nN,40\n", "no counts fit"),
        ("", "needs a line of names"),
    ],
)
def test_table_that_is_wrong_is_said(tmp_path, text, says):
    status, told, err = check(released(tmp_path, m1=text))
    assert (status, told) == (2, "")
    assert says in err


def test_file_that_is_no_text_is_said(tmp_path):
    folder = released(tmp_path, m1=GOOD)
    (folder / "m1/regions.csv").write_bytes(b"region,count\n\xff,20\n")
    assert check(folder)[2].endswith("is no CSV file in UTF-8.\n")


def test_folder_without_releases_is_said(tmp_path):
    assert check(tmp_path / "none")[2].endswith("is not a folder.\n")
    assert "holds no release" in check(tmp_path)[2]
    (tmp_path / "m1").mkdir()
    assert "holds no table" in check(tmp_path)[2]


def test_releases_that_differ_about_a_cell_are_said(tmp_path):
    other = "setting,count\nAll,25\nhome,25\n"
    status, _told, err = check(released(tmp_path, m1=GOOD, m1__settings=other))
    assert (status, "two tables of m1 differ about everybody" in err) == (2, True)

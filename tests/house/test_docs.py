"""What the documents say is so: their commands run, their links lead somewhere."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path
    for path in [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *ROOT.glob("attune/**/*.md"),
        *ROOT.glob("frontend/*.md"),
        *ROOT.glob("frontend/[!n]*/**/*.md"),
        *ROOT.glob("tests/**/*.md"),
    ]
)
COMMAND = re.compile(r"^\./run (\S+)(.*)$", re.M)
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")


def console(path: Path) -> str:
    """Everything in the page's console blocks."""
    return "\n".join(re.findall(r"```console\n(.*?)```", path.read_text("utf-8"), flags=re.S))


def commands() -> list[tuple[str, str, str]]:
    return [(path.name, *found) for path in PAGES for found in COMMAND.findall(console(path))]


def test_every_command_in_the_documents_is_one_that_run_knows():
    usage = subprocess.run([ROOT / "run"], capture_output=True, text=True, check=True).stderr
    known = set(re.findall(r"^\./run (\S+)", usage, flags=re.M))
    told = {name for _, name, _ in commands()}
    assert {"start", "test", "attune", "manage"} <= told <= known


def test_ci_runs_the_test_command_of_the_readme_and_nothing_else():
    lines = (ROOT / ".ci/run").read_text().splitlines()
    assert lines[-1] == "exec ./run test"
    assert "./run test" in console(ROOT / "README.md").splitlines()


def test_film_commands_of_the_readme_work_as_written(tmp_path):
    """In order, as somebody types them: the first one makes the film that the others use."""
    told = [rest for page, name, rest in commands() if page == "README.md" and name == "attune"]
    assert len(told) == 9
    for rest in told:
        done = subprocess.run(
            [ROOT / "run", "attune", *shlex.split(rest)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (rest, done.stderr)
    assert {path.name for path in tmp_path.iterdir()} == {
        "play.mov",
        "proxy.mp4",
        "still.png",
        "cut.mp4",
        "reel.mp4",
        "blurred.mp4",
        "made",
    }


def test_unknown_command_says_which_there_are():
    done = subprocess.run([ROOT / "run", "strat"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "./run start" in done.stderr
    assert "'strat' is not one of these" in done.stderr


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_of_a_page_lead_somewhere(path):
    links = [link for link in LINK.findall(path.read_text("utf-8")) if "://" not in link]
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_bash_finds_nothing_wrong_with_the_runner():
    bash = shutil.which("bash")
    assert bash
    subprocess.run([bash, "-n", ROOT / "run"], check=True)


def test_security_page_names_tests_that_live():
    named = re.findall(r"`(tests/[^`]+)`", (ROOT / "SECURITY.md").read_text("utf-8"))
    assert len(named) >= 6
    assert [name for name in named if not (ROOT / name).exists()] == []

"""The plan of the house: mirrors, doors, names, arrows."""

import ast
import json
import re
import tomllib
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import distribution
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.core.management import call_command

ROOT = Path(__file__).parents[2]
ATTUNE = ROOT / "attune"
FLOORS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
DRAWERS = {"common", "utils", "util", "helpers", "misc", "services"}
# Modules that hold no behaviour of their own: declarations, which other tests use all the time.
WITHOUT_OWN_TEST = {"__init__", "apps", "urls", "admin", "settings", "wsgi", "models"}
SAID_IN_ITS_README = {"node_modules/combine-errors": "MIT"}  # its package.json forgot it


def modules(folder: Path) -> list[Path]:
    return [
        path
        for path in sorted(folder.rglob("*.py"))
        if "migrations" not in path.parts and path.stem not in WITHOUT_OWN_TEST
    ]


def mirror_of(path: Path) -> Path:
    inside = path.relative_to(ATTUNE)
    return ROOT / "tests" / inside.with_name(f"test_{path.name}")


@pytest.mark.parametrize("wing", ["core", "web"])
def test_every_module_has_its_test_in_the_same_place(wing):
    missing = [
        str(mirror_of(path).relative_to(ROOT))
        for path in modules(ATTUNE / wing)
        if not mirror_of(path).exists()
    ]
    assert missing == []


@pytest.mark.parametrize("wing", ["core", "web"])
def test_every_test_stands_where_its_module_stands(wing):
    tests = (ROOT / "tests" / wing).rglob("test_*.py")
    homeless = [
        str(path.relative_to(ROOT))
        for path in tests
        if not (ATTUNE / wing / path.relative_to(ROOT / "tests" / wing))
        .with_name(path.name.removeprefix("test_"))
        .exists()
    ]
    assert homeless == []


def test_there_is_a_readme_at_each_door():
    doors = [
        ATTUNE / "core",
        *(path for path in (ATTUNE / "core").iterdir() if (path / "__init__.py").exists()),
        *(path for path in (ATTUNE / "web").iterdir() if (path / "__init__.py").exists()),
        ROOT / "frontend",
        ROOT / "frontend/editor",
        ROOT / "frontend/review",
        ROOT / "frontend/pages",
        ROOT / "tests",
    ]
    without = [str(door.relative_to(ROOT)) for door in doors if not (door / "README.md").exists()]
    assert without == []


def test_no_drawer_is_called_by_an_empty_word():
    drawers = [path for path in ATTUNE.rglob("*") if path.stem in DRAWERS]
    assert drawers == []


def test_model_relations_run_down():
    """A foreign key may name a model of the own floor or of one below; strings hide it from the
    import contract, so the models themselves are asked."""
    order = next(each for each in FLOORS if each["name"].startswith("Between the apps"))["layers"]
    floor = {
        name.strip(): len(order) - number
        for number, names in enumerate(order)
        for name in names.split("|")
    }
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in floor
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and not field.auto_created
        if floor.get(field.related_model._meta.app_label, 0) > floor[model._meta.app_label]
    ]
    assert upward == []


def test_no_module_imports_itself_round_a_circle():
    graph = grimp.build_graph("attune")
    arrows = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as circle:
        pytest.fail(" → ".join(circle.args[1]))


def asks_a_model(call: ast.Call) -> bool:
    """Whether this is get_object_or_404(Case, …) or the like."""
    name = getattr(call.func, "id", "")
    asked = call.args[0] if call.args else None
    return name.startswith("get_") and isinstance(asked, ast.Name) and asked.id[0].isupper()


def test_views_ask_queries_and_never_models():
    views = [
        path
        for path in (ATTUNE / "web").rglob("*.py")
        if path.name == "views.py" or path.parent.name == "views"
    ]
    direct = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in views
        for node in ast.walk(ast.parse(path.read_text()))
        if (isinstance(node, ast.Attribute) and node.attr in {"objects", "_base_manager"})
        or (isinstance(node, ast.Call) and asks_a_model(node))
    ]
    assert views
    assert direct == []


def test_every_silenced_warning_says_why():
    silent = re.compile(r"#\s*(noqa|type: ignore|pragma: no cover)(?!.*\s--\s\S)")
    nameless = [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in ("attune", "tests", "benchmarks", "frontend")
        for path in [*(ROOT / folder).rglob("*.py"), *ROOT.glob("*.py")]
        if "node_modules" not in path.parts and path != Path(__file__)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if silent.search(line)
    ]
    assert nameless == []


def test_every_dependency_says_what_it_is_for():
    text = (ROOT / "pyproject.toml").read_text()
    listed = re.findall(r'^  "[a-zA-Z0-9\[\]-]+>=[^"]*",(.*)$', text, flags=re.M)
    assert len(listed) > 20
    assert [rest for rest in listed if not re.match(r"\s+# \w+", rest)] == []


def test_licences_of_dependencies_go_with_ours():
    """Attune is AGPL-3.0-or-later: permissive licences, LGPL, MPL and GPL-3 may be built upon."""
    fine = re.compile(
        r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|LGPL|HPND|Unlicense|OFL|CC0|BlueOak|0BSD|CC-BY-4.0",
        re.I,
    )
    packages = json.loads((ROOT / "frontend/package-lock.json").read_text())["packages"]
    doubtful = {
        name: each.get("license")
        for name, each in packages.items()
        if name and not fine.search(each.get("license", SAID_IN_ITS_README.get(name, "")))
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = [re.split(r"[<>=\[ ]", text, maxsplit=1)[0] for text in project["dependencies"]]
    for name in names:
        told = distribution(name).metadata
        words = [told.get("License-Expression") or told.get("License") or ""]
        words += [line for line in told.get_all("Classifier", []) if line.startswith("License")]
        if not any(fine.search(word) for word in words):
            doubtful[name] = words
    assert doubtful == {}


@pytest.mark.django_db
def test_migrations_say_what_the_models_say():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_templates_have_no_script_or_style_of_their_own():
    """The content security policy would refuse them in the browser; here it is found at once."""
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", re.I)
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in ATTUNE.rglob("*.html")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if inline.search(line)
    ]
    assert found == []

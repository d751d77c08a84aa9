"""The house of docs/decisions/0001: rooms, one direction, and no name of an upper room in a lower one."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Room:
    """A package and the label under which Django, URLs, templates and tables know it (plain Python has none)."""

    package: str
    label: str = ""

    @property
    def folder(self) -> Path:
        return ROOT.joinpath(*self.package.split("."))

    def names(self) -> re.Pattern[str]:
        """Any way to name this room in a text."""
        package, label = re.escape(self.package), re.escape(self.label)
        ways = [rf"(?<![\w.]){package}\.[a-z_]"]  # a module
        if label:
            ways += [
                rf"(?<![\w.]){label}\.[A-Z]",  # a model in a lazy relation
                rf"(?<![\w:]){label}:[a-z_]",  # a URL name
                rf"(?<!\w){label}/[a-z_]",  # a template, a static file
                rf"(?<!\w){label}_[a-z]",  # a table in SQL
                rf"\A(?:{package}|{label})\Z",  # an argument of get_model() and its like
            ]
        return re.compile("|".join(ways))


# Lowest first; the same order as the layers of import-linter in pyproject.toml.
ROOMS = [
    Room("forms_engine.core"),
    Room("scoring"),
    Room("forms_engine.access", "access"),
    Room("instruments", "instruments"),
    Room("forms_engine.casework", "casework"),
    Room("sessions", "interviews"),
    Room("forms_engine.coordination", "coordination"),
    Room("exports", "exports"),
    Room("forms_engine.project", "project"),
]
HOUSE = [room for room in ROOMS if room.folder.is_dir()]
PLAIN = ["forms_engine.core", "scoring", "exports.formats"]
TEXTS = {".html", ".txt", ".js", ".css", ".svg", ".sql"}


def test_import_contracts_hold() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("package", PLAIN)
def test_plain_rooms_import_without_django(package: str) -> None:
    """Every module of the package, in a fresh interpreter that refuses Django."""
    script = f"""
import importlib, pkgutil, sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("django", "django_rq", "formtools", "allauth"):
            raise AssertionError(f"imports {{name}}")
sys.meta_path.insert(0, Refuse())
package = importlib.import_module({package!r})
names = [found.name for found in pkgutil.walk_packages(package.__path__, {package!r} + ".")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) > 0


def strings_of(path: Path) -> Iterator[tuple[int, str]]:
    """(line, text) of every string in a Python file, or of every line of a template, script or style sheet."""
    text = path.read_text(encoding="utf-8")
    if path.suffix in TEXTS:
        yield from enumerate(text.splitlines(), start=1)
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def upper_names_in(folder: Path, uppers: list[Room]) -> list[str]:
    """``file:line: names ROOM`` for every string below `folder` that names one of the rooms above."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix not in {".py", *TEXTS} or "vendor" in path.parts:
            continue
        for line, text in strings_of(path):
            found += [f"{path}:{line}: names {room.package}" for room in uppers if room.names().search(text)]
    return found


@pytest.mark.parametrize("room", HOUSE[:-1], ids=lambda room: room.package)
def test_lower_room_never_names_an_upper_one(room: Room) -> None:
    assert upper_names_in(room.folder, ROOMS[ROOMS.index(room) + 1 :]) == []


def test_formats_name_no_room_but_scoring_and_core() -> None:
    others = [room for room in ROOMS if room.package not in {"forms_engine.core", "scoring", "exports"}]
    assert upper_names_in(ROOT / "exports" / "formats", others) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("lazy.py", "models.ForeignKey('interviews.Visit')"),
        ("module.py", "import_string('exports.jobs.run')"),
        ("registry.py", "apps.get_model('casework', 'Case')"),
        ("address.py", "reverse('interviews:review')"),
        ("raw.py", "f'SELECT 1 FROM exports_package WHERE id = {key}'"),
        ("link.html", "<a href=\"{% url 'exports:order' %}\">"),
        ("part.html", "{% include 'casework/goal.html' %}"),
        ("page.js", "import {x} from '/static/interviews/queue.js'"),
    ],
)
def test_the_scan_finds_what_it_looks_for(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    assert len(upper_names_in(tmp_path, ROOMS[4:])) == 1


@pytest.mark.parametrize("text", ["'django.contrib.sessions'", "'Two sessions. Then rest.'", "'a/sessions'"])
def test_the_scan_leaves_plain_words_alone(text: str, tmp_path: Path) -> None:
    (tmp_path / "words.py").write_text(text)
    assert upper_names_in(tmp_path, ROOMS[3:]) == []


def test_relations_point_down() -> None:
    rank = {room.label: place for place, room in enumerate(ROOMS) if room.label}
    relations = [
        (model._meta.app_label, field.related_model._meta.app_label, str(field))
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
    ]
    upward = [
        name for here, there, name in relations if here in rank and there in rank and rank[there] > rank[here]
    ]  # fmt: skip
    assert upward == []
    assert any(here == "interviews" and there == "casework" for here, there, _ in relations), "the test sees relations"


def test_migrations_depend_downwards() -> None:
    rank = {room.label: place for place, room in enumerate(ROOMS) if room.label}
    migrations = MigrationLoader(None).disk_migrations
    upward = [
        (key, parent)
        for key, migration in migrations.items()
        for parent in migration.dependencies
        if key[0] in rank and parent[0] in rank and rank[parent[0]] > rank[key[0]]
    ]
    assert upward == []


def named_routes(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, str]]:
    """(namespace, module of the view) of every address."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from named_routes(pattern.url_patterns, pattern.namespace or space)
        else:
            view = getattr(pattern.callback, "view_class", pattern.callback)
            yield space, view.__module__


def test_namespace_of_an_address_is_the_room_of_its_view() -> None:
    packages = {room.label: room.package for room in ROOMS if room.label}
    routes = [(space, module) for space, module in named_routes(get_resolver().url_patterns) if space in packages]
    assert [(s, m) for s, m in routes if not f"{m}.".startswith(f"{packages[s]}.")] == []
    assert routes


def test_test_files_have_unique_names_and_no_packages() -> None:
    """Pytest imports them by file (importlib mode); the label `tests` must not become a package."""
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_no_module_is_longer_than_500_lines() -> None:
    modules = [path for room in HOUSE for path in room.folder.rglob("*.py") if "migrations" not in path.parts]
    assert [path for path in modules if len(path.read_text().splitlines()) > 500] == []

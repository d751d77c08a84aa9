"""bin/lib.sh, which makes .venv for bin/demo, bin/test and bin/check, against Pythons with and without their parts.

The Pythons here are small scripts that note what they are asked; the real installation is what CI does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import pytest

BIN = Path(__file__).resolve().parent.parent.parent / "bin"

# Does what `python` does as far as the scripts ask, and refuses what its name says it lacks.
PYTHON = """#!/bin/bash
echo "$(basename "$0") $*" >>"$CALLS"
case "$*" in
  "-c import sys"*) [ -z "$TOO_OLD" ]; exit ;;
  -c*) exec "$REAL" "$@" ;;
  --version) echo "Python 3.12.0"; exit ;;
  "-m venv .venv") [ -z "$NO_ENSUREPIP" ] || exit 1; pip=yes ;;
  "-m venv --without-pip .venv") ;;
  "-m pip --python"*) [ -z "$NO_PIP" ] || exit 1; touch .venv/has-pip; exit ;;
  "-m pip --version") [ -e .venv/has-pip ]; exit ;;
  "-m pip install"*) [ -z "$NO_NETWORK" ]; exit ;;
  *) exit 1 ;;
esac
mkdir -p .venv/bin && cp "$0" .venv/bin/python
[ -z "$pip" ] || touch .venv/has-pip
"""


@dataclass(frozen=True)
class Checkout:
    folder: Path

    def install(self, extra: str = "", python: bool = True, **environment: str) -> subprocess.CompletedProcess[str]:
        programs = self.folder / "programs"
        shutil.rmtree(programs, ignore_errors=True)
        programs.mkdir()
        for name in ("bash", "rm", "cat", "dirname", "basename", "mkdir", "cp", "touch"):
            (programs / name).symlink_to(str(shutil.which(name)))
        if python:
            (programs / "python3").write_text(PYTHON)
            (programs / "python3").chmod(0o755)
        (self.folder / "calls").write_text("")
        variables = {"PATH": str(programs), "REAL": sys.executable, "CALLS": str(self.folder / "calls"), **environment}
        script = f". bin/lib.sh; install '{extra}'"
        return subprocess.run(["bash", "-c", script], cwd=self.folder, env=variables, capture_output=True, text=True)

    @property
    def installations(self) -> list[str]:
        calls = (self.folder / "calls").read_text().splitlines()
        return [call.rpartition(" -e ")[2] for call in calls if "pip install" in call]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    (tmp_path / "bin").mkdir()
    shutil.copy(BIN / "lib.sh", tmp_path / "bin")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    (tmp_path / "constraints.txt").write_text("django==5.2.19\n")
    return Checkout(tmp_path)


def test_installs_once(checkout: Checkout) -> None:
    assert checkout.install().returncode == 0
    assert checkout.installations == ["."]
    assert checkout.install().returncode == 0
    assert checkout.installations == []


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_installs_again_when_a_list_changes(checkout: Checkout, name: str) -> None:
    checkout.install()
    (checkout.folder / name).write_text("changed\n")
    checkout.install()
    assert checkout.installations == ["."]


def test_each_extra_is_installed_for_itself(checkout: Checkout) -> None:
    checkout.install()
    checkout.install("[test]")
    assert checkout.installations == [".[test]"]


def test_failed_installation_is_said_and_tried_again(checkout: Checkout) -> None:
    run = checkout.install(NO_NETWORK="1")
    assert run.returncode == 1
    assert "The installation did not succeed" in run.stderr
    checkout.install()
    assert checkout.installations == ["."]


def test_missing_ensurepip_is_worked_around(checkout: Checkout) -> None:
    run = checkout.install(NO_ENSUREPIP="1")
    assert run.returncode == 0, run.stderr
    assert checkout.installations == ["."]


def test_neither_ensurepip_nor_pip_says_what_to_install(checkout: Checkout) -> None:
    run = checkout.install(NO_ENSUREPIP="1", NO_PIP="1")
    assert run.returncode == 1
    assert "apt install python3-venv" in run.stderr
    assert not (checkout.folder / ".venv").exists()


@pytest.mark.parametrize(("python", "old"), [(False, ""), (True, "1")])
def test_no_python_or_an_old_one_is_said_plainly(checkout: Checkout, python: bool, old: str) -> None:
    run = checkout.install(python=python, TOO_OLD=old)
    assert run.returncode == 1
    assert "Python 3.11 or newer is needed" in run.stderr


def test_python_may_be_named(checkout: Checkout, tmp_path: Path) -> None:
    named = tmp_path / "my python"
    named.write_text(PYTHON)
    named.chmod(0o755)
    assert checkout.install(python=False, PYTHON=str(named)).returncode == 0
    assert checkout.installations == ["."]


@pytest.mark.parametrize("name", ["demo", "test", "check", "lib.sh", "../.ci/run"])
def test_scripts_are_good_bash(name: str) -> None:
    path = BIN / name
    assert subprocess.run(["bash", "-n", str(path)], check=False).returncode == 0
    assert name == "lib.sh" or os.access(path, os.X_OK)


def test_every_file_of_a_room_is_installed_with_it() -> None:
    """A wheel holds Python files and what package-data names; a new kind of file must be added there."""
    project = tomllib.loads((BIN.parent / "pyproject.toml").read_text())
    patterns = [pattern.removeprefix("**/") for pattern in project["tool"]["setuptools"]["package-data"]["*"]]
    rooms = [name.rstrip("*") for name in project["tool"]["setuptools"]["packages"]["find"]["include"]]
    files = [path for room in rooms for path in (BIN.parent / room).rglob("*") if path.is_file()]
    left_out = {
        path.name
        for path in files
        if path.suffix not in {".py", ".pyc"} and not any(fnmatch(path.name, pattern) for pattern in patterns)
    }
    assert left_out == set()
    assert len(files) > 100

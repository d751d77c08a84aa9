"""The language, the meaning and the formats run without Django, so that a command or another program can use them."""

import subprocess
import sys

import pytest

PROGRAM = """
import importlib, pkgutil, sys
package = importlib.import_module({room!r})
for module in pkgutil.walk_packages(package.__path__, {room!r} + "."):
    importlib.import_module(module.name)
print(sorted(name for name in sys.modules if name.partition(".")[0] == "django"))
"""


@pytest.mark.parametrize("room", ["forms_engine.core", "scoring", "exports.formats"])
def test_room_never_imports_django(room: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(room=room)], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.stdout == "[]\n"


def test_a_room_that_does_is_found() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(room="django.utils")], capture_output=True, text=True, check=False
    )
    assert "django.utils" in done.stdout

"""The browser's runner against the Python ones."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.core.expressions.fuzz_js import disagreements

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def _node() -> None:
    if shutil.which("node"):
        return
    assert os.environ.get("REQUIRE_SERVICES") != "1", "REQUIRE_SERVICES=1 and there is no node"
    pytest.skip("node is not installed: the JavaScript expressions are not tested")


def test_vectors_in_javascript() -> None:
    command = ["node", "--test", str(HERE / "expressions.test.mjs")]
    done = subprocess.run(
        command, env={**os.environ, "PYTHON": sys.executable}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]


def test_random_expressions_agree() -> None:
    assert disagreements(count=3_000, seed=20_260_101) == []

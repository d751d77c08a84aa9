"""The script of the kills, with few of them; in CI with the fifty that the promise names."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("kill_web_and_worker.py")
KILLS = 50 if os.environ.get("CI") else 6


@pytest.mark.sqlite_only
@pytest.mark.xdist_group("kills")
def test_nothing_acknowledged_is_lost_and_nothing_is_there_twice() -> None:
    ran = subprocess.run(
        [sys.executable, str(SCRIPT), "--kills", str(KILLS)], capture_output=True, text=True, timeout=900, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr[-5000:]
    assert "Nothing was lost" in ran.stdout

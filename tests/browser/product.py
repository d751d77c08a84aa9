"""The product itself for a journey: its own processes, on a folder of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from forms_engine.project.processes import stop

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 40.0


@dataclass
class Product:
    """One installation in the folder `var`, with its pages at `url`."""

    var: Path
    port: int
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.var / "journey.log"

    def environment(self) -> dict[str, str]:
        """What a site would set, and nothing of the tests' own settings."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FORMS_ENGINE_")}
        kept.pop("REDIS_URL", None)  # the embedded queue
        return kept | {
            "DJANGO_SETTINGS_MODULE": "forms_engine.project.settings",
            "PYTHONPATH": str(ROOT),
            "FORMS_ENGINE_VAR": str(self.var),
            "FORMS_ENGINE_HTTP": "1",
            "FORMS_ENGINE_BIND": f"127.0.0.1:{self.port}",
            "FORMS_ENGINE_PUBLIC_URL": self.url,
            "FORMS_ENGINE_WEB_WORKERS": "1",
        }

    def command(self, *arguments: str) -> str:
        """Run ``forms-engine ...`` to its end and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "forms_engine.project.cli", *arguments],
            env=self.environment(),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, name: str) -> None:
        """Start ``forms-engine NAME`` and let it run."""
        with self.log.open("ab") as log:
            self.running.append(
                subprocess.Popen(
                    [sys.executable, "-m", "forms_engine.project.cli", name],
                    env=self.environment(),
                    cwd=ROOT,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            )

    def serve(self) -> None:
        """Start the web process and wait for its first answer."""
        self.start("serve")
        end = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self.running[-1].poll() is None, self.log.read_text()
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.1)

    def close(self) -> None:
        for process in reversed(self.running):
            stop(process, seconds=20)
        self.running.clear()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/accounts/login/", timeout=5) as reply:  # noqa: S310 - our own http address
                return bool(reply.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def copy_of(template: Path, var: Path) -> Product:
    """A product on a copy of an installed folder: its database and its keys."""
    shutil.copytree(template, var)
    return Product(var, free_port())

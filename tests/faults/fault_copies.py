"""Copies of the database taken in the middle of everything: what a power cut at that moment would leave."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.fault_processes import Running, frozen

NAME = "forms-engine.sqlite3"


@dataclass
class Copies:
    """``known`` is how many answers were acknowledged before a copy was begun."""

    folder: Path
    taken: list[tuple[Path, int]] = field(default_factory=list)

    def take(self, var: Path, running: list[Running], known: int) -> None:
        """Database and write-ahead log, not the shared memory, which a power cut never leaves."""
        target = self.folder / str(len(self.taken))
        target.mkdir(parents=True)
        with frozen(running):
            for name in (NAME, f"{NAME}-wal"):
                if (var / name).exists():
                    shutil.copyfile(var / name, target / name)
        self.taken.append((target, known))

    def problems(self, acknowledged: list[dict[str, Any]]) -> list[str]:
        """Each copy opens whole, and holds every answer that was acknowledged before it."""
        found = []
        for number, (copy, known) in enumerate(self.taken):
            with closing(sqlite3.connect(copy / NAME)) as database:
                said = database.execute("PRAGMA integrity_check").fetchall()
                stored = {row[0] for row in database.execute("SELECT id FROM interviews_operation")}
            if said != [("ok",)]:
                found.append(f"copy {number}: {said}")
            lost = [one for one in acknowledged[:known] if one["operation"].replace("-", "") not in stored]
            if lost:
                found.append(f"copy {number}: {len(lost)} of {known} acknowledged answers are not in it")
        return found

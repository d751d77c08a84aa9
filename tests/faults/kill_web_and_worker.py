"""Kills the web process and the worker at random moments while people work, and looks whether anything was lost.

    python tests/faults/kill_web_and_worker.py [--kills 50] [--seed N] [--keep]

Real gunicorn, worker and embedded queue run on a folder of their own. Four people sign in with password and one-time
code and save answers without a pause, two to each interview, sending an operation again until it is acknowledged; a
fifth orders packages. Meanwhile `kill -9` goes to the web process, to the worker, or to the worker with all that it
started, and each is started again at once. Copies of the database are taken now and then as a power cut would leave it.

Afterwards: every acknowledged answer stands with its value; no operation, change, revision or audit row is there twice
or missing; every audit chain verifies; every acknowledged order is one package, done and made exactly once; every copy
opens whole and holds what was acknowledged before it. Exit 0, or 1 with each problem on a line. The choices follow the
seed, which is printed; the moments also depend on the machine.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from tests.faults.fault_browser import Browser
from tests.faults.fault_copies import NAME, Copies
from tests.faults.fault_processes import Running, environment, free_port
from tests.faults.fault_town import PASSWORD
from tests.faults.fault_work import Answering, Ledger, Ordering, Work

WRITERS, CASES = 4, 8
KINDS = ("web", "web", "web", "worker and all it started", "worker and all it started", "worker alone")
LAST_PACKAGE_SECONDS = 150.0  # a killed try holds its lease for 90 seconds
CALM_SECONDS = 60.0  # for the last acknowledgements


class Ordeal:
    """One run: the processes, the people, the kills."""

    def __init__(self, var: Path, kills: int, seed: int) -> None:
        self.var, self.kills, self.chance = var, kills, random.Random(seed)
        self.port = free_port()
        self.web, self.worker = Running("serve", var, self.port), Running("work", var, self.port)
        self.ledger, self.copies = Ledger(), Copies(var / "copies")
        self.enough, self.given_up, self.pace = Event(), Event(), Event()
        self.browsers: list[Browser] = []
        self.done = dict.fromkeys(KINDS, 0)

    def run(self) -> None:
        """Everything from the empty folder to the last acknowledgement; the processes are stopped at the end."""
        town = self.town()
        try:
            for running in (self.web, self.worker):
                running.start()
                running.wait()
            people = self.people(town)
            for person in people:
                person.start()
            self.kill_and_copy(people[-1])
            self.enough.set()
            self.finish(people)
            self.wait_for_packages()
        finally:
            self.given_up.set()
            self.web.stop()
            self.worker.stop()

    def town(self) -> dict[str, Any]:
        env = environment(self.var, self.port)
        (self.var / "static").mkdir()
        subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity", "0"], env=env, check=True)
        made = subprocess.run(
            [sys.executable, "-m", "tests.faults.fault_town", str(WRITERS + 1), str(CASES)],
            env=env,
            check=True,
            stdout=subprocess.PIPE,
        )
        town: dict[str, Any] = json.loads(made.stdout)
        return town

    def people(self, town: dict[str, Any]) -> list[Work]:
        for worker in town["workers"]:
            self.browsers.append(Browser(self.port, self.given_up))
            self.browsers[-1].sign_in(worker["username"], PASSWORD, worker["secret"])
        halves = [[f"q{number}" for number in range(half, 21, 2)] for half in (1, 2)]
        people: list[Work] = [
            Answering(
                browser,
                self.ledger,
                self.enough,
                interview=town["interviews"][number // 2],
                items=halves[number % 2],
                chance=random.Random(self.chance.getrandbits(64)),
            )
            for number, browser in enumerate(self.browsers[:WRITERS])
        ]
        last = Ordering(self.browsers[WRITERS], self.ledger, self.enough, cases=town["cases"], pace=self.pace)
        return [*people, last]

    def kill_and_copy(self, orders: Work) -> None:
        """The kills, one after the other, each in the middle of work; a copy of the database before every fifth."""
        assert isinstance(orders, Ordering)
        ordering_ends = max(1, self.kills * 3 // 4)
        every = max(1, ordering_ends // len(orders.wanted))
        for number in range(self.kills):
            if number % every == 0:
                self.pace.set()
            kind = self.chance.choice(KINDS)
            running = self.web if kind == "web" else self.worker
            running.wait()
            if running is self.web:
                self.wait_for_work()
            time.sleep(self.chance.uniform(0.05, 0.6))
            if number % 5 == 0:
                self.copies.take(self.var, [self.web, self.worker], self.ledger.count())
            if running is self.worker and orders.ordered.wait(0.3):
                time.sleep(self.chance.uniform(0.0, 0.2))  # while the document is being made
            orders.ordered.clear()
            running.kill(whole=kind != "worker alone")
            running.start()
            self.done[kind] += 1

    def wait_for_work(self) -> None:
        """Until something is acknowledged again, so that every kill meets work."""
        before, end = self.ledger.count(), time.monotonic() + CALM_SECONDS
        while self.ledger.count() == before and time.monotonic() < end and not self.ledger.problems:
            time.sleep(0.01)

    def finish(self, people: list[Work]) -> None:
        end = time.monotonic() + CALM_SECONDS
        for person in people:
            person.join(max(0.1, end - time.monotonic()))
            if person.is_alive():
                self.ledger.problems.append(f"{type(person).__name__} had no answer within {CALM_SECONDS:.0f} s")

    def wait_for_packages(self) -> None:
        end = time.monotonic() + LAST_PACKAGE_SECONDS
        with closing(sqlite3.connect(f"file:{self.var / NAME}?mode=ro", uri=True)) as database:
            waiting = "SELECT count(*) FROM exports_package WHERE state IN ('queued', 'working')"
            while database.execute(waiting).fetchone()[0] and time.monotonic() < end:
                time.sleep(0.5)

    def outcome(self) -> tuple[dict[str, int], list[str]]:
        """The figures, and all that is wrong."""
        file = self.var / "ledger.json"
        file.write_text(json.dumps({"answers": self.ledger.answers, "packages": self.ledger.packages}))
        checked = subprocess.run(
            [sys.executable, "-m", "tests.faults.fault_checks", str(file)],
            env=environment(self.var, self.port),
            check=True,
            stdout=subprocess.PIPE,
        )
        found = json.loads(checked.stdout)
        figures = {
            **self.done,
            "answers acknowledged": len(self.ledger.answers),
            "requests sent again": sum(browser.retries for browser in self.browsers),
            "acknowledged operations repeated": self.ledger.repeats,
            "orders acknowledged": len(self.ledger.packages),
            "copies": len(self.copies.taken),
            **found["figures"],
        }
        faults = [f"the server said {status} at {path}" for one in self.browsers for status, path in one.faults]
        problems = [*self.ledger.problems, *faults, *found["problems"]]
        return figures, problems + self.copies.problems(self.ledger.answers)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--keep", action="store_true", help="leave the folder with database and logs")
    wanted = parser.parse_args()
    seed = random.SystemRandom().randrange(10**6) if wanted.seed is None else wanted.seed
    var = Path(tempfile.mkdtemp(prefix="forms-engine-kills-"))
    print(f"seed {seed}, folder {var}", flush=True)
    began = time.monotonic()
    ordeal = Ordeal(var, wanted.kills, seed)
    ordeal.run()
    figures, problems = ordeal.outcome()
    for name, number in figures.items():
        print(f"{number:>8}  {name}")
    print(f"{time.monotonic() - began:8.0f}  seconds")
    for problem in problems:
        print(f"PROBLEM  {problem}")
    if problems or wanted.keep:
        print(f"The folder is kept: {var}")
    else:
        shutil.rmtree(var)
        print("Nothing was lost and nothing is there twice.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

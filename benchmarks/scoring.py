"""How many full PCL-5 scorings a second, beside the same rules compiled by hand into one function.

    python benchmarks/scoring.py [seconds]

The contender is what a programmer would write for this one questionnaire: total, four clusters, the symptom pattern,
both cut-offs and the alert, null wherever an answer it needs is missing. `scoring.score` does the same from the
document, for any instrument, and keeps what the working needs. Both run over the same answers of 500 invented people, a
tenth of them with a question left open; first their results are compared. Printed are scorings a second (the best of
five turns, taken alternately) and the ratio, which is to be 0.25 or more.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import scoring
from instruments import shelf

Answers = Mapping[str, Any]
NAMES = [f"q{number}" for number in range(1, 21)]
LEAST = 0.25


def by_hand(answers: Answers) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """(scores, findings, alerts) of PCL-5."""
    q = [answers.get(name) for name in NAMES]
    parts = (q[:5], q[5:7], q[7:14], q[14:])
    b, c, d, e = (None if None in part else sum(part) for part in parts)
    total = None if None in (b, c, d, e) else b + c + d + e
    enough: bool | None = True
    for part, wanted in zip(parts, (1, 1, 2, 2), strict=True):
        if None in part:
            enough = None if enough else enough
        elif sum(value >= 2 for value in part) < wanted:
            enough = False
            break
    risk = q[15]
    return (
        {"total": total, "cluster_b": b, "cluster_c": c, "cluster_d": d, "cluster_e": e},
        {
            "provisional_ptsd": enough,
            "cut_31": None if total is None else total >= 31,
            "cut_33": None if total is None else total >= 33,
        },
        {"danger": None if risk is None else risk >= 2},
    )


def people(count: int) -> list[dict[str, int]]:
    chance = random.Random(5)
    answers = [{name: chance.randint(0, 4) for name in NAMES} for _ in range(count)]
    for one in answers[::10]:
        del one[chance.choice(NAMES)]
    return answers


def per_second(run: Callable[[Answers], object], answers: Sequence[Answers], seconds: float) -> float:
    done, start = 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < seconds:
        for one in answers:
            run(one)
        done += len(answers)
    return done / spent


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    instrument, answers = shelf.read("pcl-5"), people(500)
    for one in answers:
        found = scoring.score(instrument, one)
        assert (found.scores, found.findings, found.alerts) == by_hand(one)
    contenders: dict[str, Callable[[Answers], object]] = {
        "by hand": by_hand,
        "scoring.score": lambda one: scoring.score(instrument, one),
        "scoring.score with working": lambda one: scoring.score(instrument, one).working,
    }
    best = dict.fromkeys(contenders, 0.0)
    for _ in range(5):
        for name, run in contenders.items():
            best[name] = max(best[name], per_second(run, answers, seconds / 5))
    for name, speed in best.items():
        print(f"{name:<28} {speed:>9,.0f} a second   ratio {speed / best['by hand']:.2f}")
    ratio = best["scoring.score"] / best["by hand"]
    print(f"scoring.score / by hand: {ratio:.2f} (at least {LEAST})")


if __name__ == "__main__":
    main()

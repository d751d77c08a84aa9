"""Packages of a demo case: ordered as a worker would, and their documents made at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from exports import jobs
from exports.drawing import content_sha256, draw_up, sealed_report
from exports.formats.pdf import write_pdf
from exports.parts import Wanted
from exports.profiles import profiles
from exports.reference import valid_bases
from exports.services import order_package
from forms_engine.project.demo.story import SHARING, Event, Story

LANGUAGE = "nb"


def package_events(story: Story) -> Iterator[Event]:
    """Every package of the entry."""
    for number, entry in enumerate(story.entry.packages):
        yield story.on(entry.day, SHARING), partial(_share, story, number)


def _share(story: Story, number: int, now: datetime) -> None:
    """A basis that was not yet valid that day (the clock of this machine is early) gives no package."""
    entry = story.entry.packages[number]
    profile, wanted = profiles()[entry.profile], Wanted(story.case, frozenset())
    basis = valid_bases((entry.basis,), now.date()).first()
    if basis is None:
        return
    package = order_package(
        actor=story.town.staff[entry.by],
        profile=profile,
        wanted=wanted,
        language=LANGUAGE,
        recipient=entry.recipient,
        purpose=entry.purpose,
        necessity=entry.necessity,
        legal_basis=basis,
        previewed_sha256=content_sha256(draw_up(profile=profile, wanted=wanted, language=LANGUAGE)),
        now=now,
    )
    if taken := jobs.take(package.pk, now + timedelta(seconds=1)):
        jobs.finish(taken, write_pdf(sealed_report(taken)), now + timedelta(seconds=3))

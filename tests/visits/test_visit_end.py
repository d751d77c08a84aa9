"""Ending a visit, and the page of a visit in each of its states."""

from __future__ import annotations

from django.urls import reverse

from sessions.models import Interview, Visit
from tests.cast import NOW, Cast
from tests.sessions.leading import draft
from tests.visits.holding import (
    Browser,
    actions,
    at,
    may_not_read,
    may_not_write,
    planned,
    queries_of,
    rated,
    text,
    under_way,
)


def test_the_visit_ends_and_its_drafts_stay(cast: Cast, as_: Browser) -> None:
    visit, alice = under_way(cast), as_(cast.alice)
    left = draft(cast, visit=visit)
    page = text(alice.post(at("visit_end", visit.pk), follow=True))
    visit.refresh_from_db()
    assert visit.state == Visit.State.ENDED
    assert visit.ended_at is not None
    assert Interview.objects.get(pk=left.pk).state == Interview.State.DRAFT
    assert reverse("interviews:interview", args=[left.pk]) in page
    assert "Go on" in page
    assert "End the visit" not in page
    assert "Start a conversation" not in page


def test_twice_is_harmless(cast: Cast, as_: Browser) -> None:
    visit = under_way(cast)
    replies = [as_(cast.alice).post(at("visit_end", visit.pk)) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [302, 302]
    assert actions(cast.case).count("visit.ended") == 1


def test_a_visit_that_has_not_begun_does_not_end(cast: Cast, as_: Browser) -> None:
    visit = planned(cast)
    reply = as_(cast.alice).post(at("visit_end", visit.pk))
    assert reply.status_code == 409
    assert "The visit is not under way." in text(reply)


def test_nobody_else_ends_it(cast: Cast, as_: Browser) -> None:
    visit = under_way(cast)
    may_not_write("visit_end", visit.pk, cast, as_)
    visit.refresh_from_db()
    assert visit.state == Visit.State.OPEN


def test_the_page_of_a_visit_under_way(cast: Cast, as_: Browser) -> None:
    visit = under_way(cast)
    page = as_(cast.alice).get(at("visit", visit.pk))
    words = text(page)
    for part in (
        "Start a conversation",
        "How is it going with the goals?",
        "What we agreed",
        "End the visit? Press again.",
    ):
        assert part in words
    assert "<title>Case 2041</title>" in words
    assert "Who can see this:" in words
    assert page["Cache-Control"] == "no-store"
    assert actions(cast.case)[-1] == "visit.viewed"


def test_a_supervisor_reads_and_finds_nothing_to_do(cast: Cast, as_: Browser) -> None:
    for visit in (planned(cast), under_way(cast), rated(cast, NOW, (cast.goal, cast.son, 4))):
        page = as_(cast.sam).get(at("visit", visit.pk))
        assert page.status_code == 200
        main = page.content.decode().split("<main")[1]
        assert "<form" not in main


def test_nobody_else_reads_it(cast: Cast, as_: Browser) -> None:
    may_not_read("visit", under_way(cast).pk, cast, as_)


def test_the_page_takes_few_queries_however_much_happened(cast: Cast, as_: Browser) -> None:
    for _ in range(4):
        rated(cast, NOW, (cast.goal, cast.son, 4), (cast.other_goal, cast.mother, 6))
    visit = under_way(cast)
    for _ in range(3):
        draft(cast, visit=visit)
    assert queries_of(as_(cast.alice), at("visit", visit.pk)) <= 14

"""What was agreed to do next, in words with a day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sessions.models import Visit
from sessions.services.visits import end_visit, next_step_mark
from tests.cast import NOW, Cast
from tests.visits.holding import Browser, actions, at, may_not_write, text, under_way

STEP = "Mamma calls the school on Tuesday"


def form(visit: Visit, **fields: Any) -> dict[str, Any]:
    return {"seen": next_step_mark(visit), "words": STEP, "by": "2026-03-10"} | fields


def test_the_next_step_is_kept_and_shown(cast: Cast, as_: Browser) -> None:
    visit = under_way(cast)
    reply = as_(cast.alice).post(at("visit_next_step", visit.pk), form(visit), follow=True)
    assert "The next step is saved." in text(reply)
    assert STEP in text(reply)
    visit.refresh_from_db()
    assert (visit.next_step, visit.next_step_by) == (STEP, date(2026, 3, 10))
    assert "visit.next_step_agreed" in actions(cast.case)


def test_the_words_are_not_readable_in_the_database(cast: Cast, as_: Browser) -> None:
    visit = under_way(cast)
    as_(cast.alice).post(at("visit_next_step", visit.pk), form(visit))
    raw = bytes(Visit.objects.values_list("next_step", flat=True).get(pk=visit.pk))
    assert raw
    assert b"school" not in raw


def test_the_same_again_does_nothing(cast: Cast, as_: Browser) -> None:
    visit = under_way(cast)
    sent = form(visit)
    replies = [as_(cast.alice).post(at("visit_next_step", visit.pk), sent) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [302, 302]
    assert actions(cast.case).count("visit.next_step_agreed") == 1


def test_a_page_that_is_out_of_date_shows_both_and_saves_neither(cast: Cast, as_: Browser) -> None:
    visit = under_way(cast)
    old = form(visit, words="My own idea")
    as_(cast.bob).post(at("visit_next_step", visit.pk), form(visit))
    reply = as_(cast.alice).post(at("visit_next_step", visit.pk), old)
    assert reply.status_code == 409
    assert "Somebody else wrote a next step" in text(reply)
    assert STEP in text(reply)
    assert "My own idea" in text(reply)
    visit.refresh_from_db()
    assert visit.next_step == STEP


def test_after_seeing_both_the_own_words_can_be_saved(cast: Cast, as_: Browser) -> None:
    visit, alice = under_way(cast), as_(cast.alice)
    old = form(visit, words="My own idea")
    as_(cast.bob).post(at("visit_next_step", visit.pk), form(visit))
    shown = alice.post(at("visit_next_step", visit.pk), old).context["next_step_form"]
    again = {name: shown[name].value() for name in ("seen", "words", "by")}
    assert alice.post(at("visit_next_step", visit.pk), again).status_code == 302
    visit.refresh_from_db()
    assert visit.next_step == "My own idea"


@pytest.mark.parametrize(
    "wrong",
    [{"words": ""}, {"words": "x" * 1001}, {"words": "nul\0"}, {"by": "soon"}, {"by": "9999-01-01"}],
    ids=["nothing", "too long", "character", "no day", "far day"],
)
def test_what_cannot_be_kept_is_said_and_stays_typed(cast: Cast, as_: Browser, wrong: dict[str, str]) -> None:
    visit = under_way(cast)
    reply = as_(cast.alice).post(at("visit_next_step", visit.pk), form(visit, **wrong))
    assert reply.status_code == 422
    visit.refresh_from_db()
    assert visit.next_step == ""
    if "by" in wrong:
        assert STEP in text(reply)


def test_not_after_the_visit(cast: Cast, as_: Browser) -> None:
    visit = under_way(cast)
    sent = form(visit)
    end_visit(actor=cast.alice, visit=visit, now=NOW)
    assert as_(cast.alice).post(at("visit_next_step", visit.pk), sent).status_code == 409
    visit.refresh_from_db()
    assert visit.next_step == ""


def test_nobody_else_writes_it(cast: Cast, as_: Browser) -> None:
    visit = under_way(cast)
    may_not_write("visit_next_step", visit.pk, cast, as_, form(visit))
    visit.refresh_from_db()
    assert visit.next_step == ""

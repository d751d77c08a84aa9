"""Who can see this and what must be passed on: said before anything is asked."""

from __future__ import annotations

from sessions.models import Visit
from sessions.services.visits import end_visit
from tests.cast import NOW, Cast
from tests.visits.holding import Browser, actions, at, may_not_write, planned, text, under_way


def test_the_page_has_the_words_until_they_were_said(cast: Cast, as_: Browser) -> None:
    visit, alice = under_way(cast), as_(cast.alice)
    words = text(alice.get(at("visit", visit.pk)))
    for part in ("a child is in danger", "life is in danger", "a serious crime", "May we write", "I have said this"):
        assert part in words
    reply = alice.post(at("visit_informed", visit.pk), follow=True)
    visit.refresh_from_db()
    assert visit.informed_at is not None
    assert "I have said this" not in text(reply)
    assert "Said at" in text(reply)


def test_the_first_time_counts(cast: Cast, as_: Browser) -> None:
    visit = under_way(cast)
    as_(cast.alice).post(at("visit_informed", visit.pk))
    first = Visit.objects.get().informed_at
    assert as_(cast.bob).post(at("visit_informed", visit.pk)).status_code == 302
    assert Visit.objects.get().informed_at == first
    assert actions(cast.case).count("visit.informed") == 1


def test_not_before_the_visit_and_not_after_it(cast: Cast, as_: Browser) -> None:
    over = under_way(cast)
    end_visit(actor=cast.alice, visit=over, now=NOW)
    for visit in (planned(cast), over):
        assert as_(cast.alice).post(at("visit_informed", visit.pk)).status_code == 409
        visit.refresh_from_db()
        assert visit.informed_at is None


def test_nobody_else_says_it(cast: Cast, as_: Browser) -> None:
    visit = under_way(cast)
    may_not_write("visit_informed", visit.pk, cast, as_)
    visit.refresh_from_db()
    assert visit.informed_at is None

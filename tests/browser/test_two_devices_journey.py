"""Two workers in the same conversation, each on a tablet: nothing is overwritten without a word."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import TABLETS
from tests.browser.leading import Guide
from tests.browser.phone import Phone
from tests.browser.product import Product
from tests.browser.tablet import Tablet
from tests.browser.town import PASSWORD
from tests.browser.visiting import begin, start_todays_visit

pytestmark = pytest.mark.needs_chromium

TITLE = "Generalised Anxiety Disorder scale (GAD-7)"
REFUSED = "409 (Conflict)"


@pytest.mark.parametrize(("size", "language"), TABLETS)
def test_two_devices(
    product: Product, opener: Callable[..., Tablet], phones: dict[str, Phone], size: tuple[int, int], language: str
) -> None:
    hers = opener(product.url, size, language)
    hers.sign_in("alice", PASSWORD, phones["alice"])
    start_todays_visit(hers, "T.")
    guide = begin(hers, TITLE)
    his = opener(product.url, size, language)
    his.sign_in("bob", PASSWORD, phones["bob"])
    his.go(hers.page.url)
    other = Guide(his)

    different_answers_meet(guide, other, his)
    the_same_answer_asks(guide, other, his)
    one_finishes(guide, other, hers, his)


def different_answers_meet(guide: Guide, other: Guide, his: Tablet) -> None:
    """Each answers another question; afterwards both answers are there."""
    guide.choose("q1", "Several days")
    guide.saved()
    other.choose("q2", "Nearly every day")
    other.saved()
    his.page.reload()
    other.chosen("q1", "Several days")
    other.chosen("q2", "Nearly every day")


def the_same_answer_asks(guide: Guide, other: Guide, his: Tablet) -> None:
    """She changes an answer that he has on his page; his own change waits until he has chosen between the two."""
    guide.choose("q1", "Not at all")
    guide.saved()
    with his.expecting(REFUSED):
        other.choose("q1", "More than half the days")
        told = other.question("q1").locator(".told")
        expect(told).to_contain_text("Not at all")
        expect(told).to_contain_text("Alice Aas")
        expect(told).to_contain_text("More than half the days")
    other.status("One answer needs you: look at it")
    his.look("a conflict")
    his.tap("Use mine", told)
    other.saved()
    his.page.reload()
    other.chosen("q1", "More than half the days")

    guide.page.reload()
    guide.chosen("q1", "More than half the days")
    other.choose("q1", "Nearly every day")
    other.saved()
    with guide.tablet.expecting(REFUSED):
        guide.choose("q1", "Several days")
        told = guide.question("q1").locator(".told")
        expect(told).to_contain_text("Bob Berg")
    guide.tablet.tap("Use the other one", told)
    guide.chosen("q1", "Nearly every day")
    guide.page.reload()
    guide.chosen("q1", "Nearly every day")


def one_finishes(guide: Guide, other: Guide, hers: Tablet, his: Tablet) -> None:
    """What he writes after she has finished is not lost in silence."""
    hers.go(hers.page.url.split("/steps/")[0] + "/review/")
    hers.submit("Finish")
    with his.expecting(REFUSED):
        other.choose("q3", "Not at all")
        other.status("This conversation was finished somewhere else. What you wrote since is not saved.")
    his.look("finished elsewhere")

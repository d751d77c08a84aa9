"""A motivational conversation: rulers that ask on in place, free movement, every kind of answer, and its gaps."""

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

# The instrument's own words, which are no words of the product.
WORDS = {
    "nb": {
        "title": "Motiverende samtale", "before": "Før vi begynner", "together": "Ja, vi skriver sammen",
        "important": "Hvor viktig",
        "why": "Hva gjør at det er {0} og ikke {1}?", "up": "Hva skulle til for at det ble {0}?",
        "sure": "Hvor trygg på å få det til", "unsure": "Viktig, men ikke trygg", "able": "Viktig og trygg",
        "focus": "Finne det viktigste", "discord": "Når det butter",
        "stuck": "Motstand er et tegn",
        "after": "Etterpå",
    },
    "en": {
        "title": "Motivational conversation", "before": "Before we begin", "together": "Yes, we write together",
        "important": "How important",
        "why": "What makes it {0} rather than {1}?", "up": "What would move it to {0}?",
        "sure": "How sure of managing it", "unsure": "Important, but not sure", "able": "Important and sure",
        "focus": "Finding what matters", "discord": "When it gets stuck",
        "stuck": "Resistance is a sign",
        "after": "Afterwards",
    },
}  # fmt: skip


@pytest.mark.parametrize(("size", "language"), TABLETS)
def test_motivational_conversation(
    product: Product, opener: Callable[..., Tablet], phones: dict[str, Phone], size: tuple[int, int], language: str
) -> None:
    tablet, words = opener(product.url, size, language), WORDS[language]
    tablet.sign_in("alice", PASSWORD, phones["alice"])
    start_todays_visit(tablet, "T.")
    guide = begin(tablet, words["title"], language=language)
    guide.on_step(words["before"])
    tablet.look("before we begin")
    loads: list[str] = []
    tablet.page.on("load", lambda page: loads.append(page.url))

    importance_asks_on(tablet, guide, words)
    the_matrix_opens_one_branch(tablet, guide, words)
    every_kind_of_answer(tablet, guide, words)
    assert not loads, "the page was loaded again"
    gaps_by_kind(tablet, guide, words)


def importance_asks_on(tablet: Tablet, guide: Guide, words: dict[str, str]) -> None:
    """The follow-ups come where the number was given and quote it; another number asks something else."""
    guide.jump(words["important"])
    why, up, zero = (guide.question(f"importance_{end}") for end in ("why", "up", "zero"))
    expect(why).to_be_hidden()
    guide.choose("importance", "8")
    expect(why.locator("legend")).to_contain_text(words["why"].format(8, 7))
    expect(up.locator("legend")).to_contain_text(words["up"].format(9))
    guide.write("importance_why", "Fordi lillebror spør etter meg «hver kveld»")
    guide.saved()
    tablet.look("follow-ups of eight")
    guide.choose("importance", "0")
    expect(zero).to_be_visible()
    expect(why).to_be_hidden()
    guide.choose("importance", "7")
    expect(why.locator("legend")).to_contain_text(words["why"].format(7, 6))
    expect(why.locator("textarea[name=importance_why]")).to_have_value("Fordi lillebror spør etter meg «hver kveld»")
    guide.saved()
    card = tablet.page.locator("section.step:not([hidden]) details.guide-card", has_text=words["discord"])
    card.locator("summary").tap()
    expect(card).to_contain_text(words["stuck"])
    tablet.look("a card against discord")


def the_matrix_opens_one_branch(tablet: Tablet, guide: Guide, words: dict[str, str]) -> None:
    """Important and not sure leads one way; important and sure another."""
    guide.jump(words["sure"])
    guide.choose("confidence", "3")
    guide.next()
    guide.on_step(words["unsure"])
    tablet.look("important but not sure")
    guide.back()
    guide.on_step(words["sure"])
    guide.choose("confidence", "9")
    guide.next()
    guide.on_step(words["able"])
    guide.saved()


def every_kind_of_answer(tablet: Tablet, guide: Guide, words: dict[str, str]) -> None:
    """Free movement by stages and steps; not now, would rather not, does not know; a note; taking back."""
    stage = tablet.page.locator("a.stage-link").first
    stage.tap()
    expect(stage).to_have_attribute("aria-current", "true")
    guide.jump(words["before"])
    guide.choose("writing", words["together"])
    guide.next()
    guide.answer_otherwise("now", "Not now")
    guide.answer_otherwise("matters", "Would rather not")
    guide.note("matters", "Så bort")
    guide.jump(words["focus"])
    guide.answer_otherwise("change", "Does not know")
    guide.saved()
    tablet.look("another kind of answer")
    guide.answer_otherwise("focus_topic", "Not now")
    guide.question("focus_topic").get_by_role("button", name=tablet.say("Take back")).tap()
    expect(guide.question("focus_topic")).to_have_attribute("data-state", "empty")
    guide.saved()
    guide.jump(words["after"])
    guide.choose("danger", tablet.say("No"))
    guide.saved()
    expect(tablet.page.locator("#guide-alerts")).to_be_hidden()
    tablet.look("afterwards")


def gaps_by_kind(tablet: Tablet, guide: Guide, words: dict[str, str]) -> None:
    """What was left open stands on top of the look through, each by its kind."""
    guide.review()
    gaps = tablet.page.get_by_role("region", name=tablet.say("Without an answer"))
    for kind, count in (("Not now", 1), ("Would rather not say", 1), ("Does not know", 1)):
        expect(gaps.get_by_text(tablet.say(kind), exact=True)).to_have_count(count)
    passed_by = gaps.locator("details")
    expect(passed_by.get_by_text(tablet.say("Not asked"), exact=True).first).to_be_hidden()
    passed_by.locator("summary").tap()
    expect(passed_by.get_by_text(tablet.say("Not asked"), exact=True).first).to_be_visible()
    tablet.look("what was not asked")
    passed_by.locator("summary").tap()
    main = tablet.page.locator("main")
    expect(main).to_contain_text("«hver kveld»")
    expect(main).to_contain_text("Så bort")
    expect(main).to_contain_text(words["why"].format(7, 6))
    tablet.look("gaps by kind")
    tablet.submit("Finish")
    expect(main).to_contain_text("«hver kveld»")
    tablet.look("finished conversation")

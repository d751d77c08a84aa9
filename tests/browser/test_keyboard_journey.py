"""A whole interview with the keyboard alone, from the sign-in page to the finished record."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import TABLETS
from tests.browser.leading import Guide
from tests.browser.phone import Phone
from tests.browser.product import Product
from tests.browser.tablet import Tablet
from tests.browser.town import PASSWORD

pytestmark = pytest.mark.needs_chromium

TITLE = "Primary Care PTSD Screen for DSM-5 (PC-PTSD-5)"
FOCUS_IS_SEEN = """() => {
  const shown = (node) => node && (parseFloat(getComputedStyle(node).outlineWidth) >= 2
    && getComputedStyle(node).outlineStyle !== "none" || getComputedStyle(node).boxShadow !== "none");
  const here = document.activeElement;
  return [here, here.closest("label"), here.nextElementSibling].some(shown);
}"""


class Keyboard:
    """Hands that never touch the screen."""

    def __init__(self, tablet: Tablet) -> None:
        self.tablet, self.page = tablet, tablet.page

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def reach(self, target: Locator, key: str = "Tab") -> None:
        """Go there, one stop at a time, and see where one is."""
        expect(target).to_be_visible()
        for _ in range(80):
            if target.evaluate("node => node === document.activeElement"):
                assert self.page.evaluate(FOCUS_IS_SEEN), f"focus cannot be seen on {target}"
                return
            self.press(key)
        raise AssertionError(f"the keyboard does not reach {target}")

    def enter(self, target: Locator) -> None:
        """Reach a link or button and follow it to the next page."""
        self.reach(target)
        with self.page.expect_navigation():
            self.press("Enter")

    def choose(self, guide: Guide, item: str, words: str) -> None:
        """A radio group: reached once, then by arrows and space."""
        marks = guide.question(item).locator("label.option input")
        wanted = guide.option(item, words).locator("input")
        self.reach(marks.first)
        if not wanted.evaluate("node => node === document.activeElement"):
            self.press("ArrowRight")
        else:
            self.press("Space")
        expect(wanted).to_be_checked()


@pytest.mark.parametrize(("size", "language"), TABLETS)
def test_keyboard_alone(
    product: Product, opener: Callable[..., Tablet], phones: dict[str, Phone], size: tuple[int, int], language: str
) -> None:
    tablet = opener(product.url, size, language)
    keys = Keyboard(tablet)
    sign_in(keys, phones["alice"])
    start(keys)
    guide = Guide(tablet)
    interview(keys, guide)
    finish(keys)


def sign_in(keys: Keyboard, phone: Phone) -> None:
    tablet = keys.tablet
    tablet.go("/")
    if tablet.page.locator("html").get_attribute("lang") != tablet.language:
        keys.enter(tablet.page.locator(f"button[name=language][value={tablet.language}]"))
    keys.reach(tablet.page.locator("input[name=login]"))
    keys.type("alice")
    keys.reach(tablet.page.locator("input[name=password]"))
    keys.type(PASSWORD)
    keys.enter(tablet.button("Sign in"))
    keys.reach(tablet.page.locator("input[name=code]"))
    keys.type(phone.next_code())
    with tablet.page.expect_navigation():
        keys.press("Enter")


def start(keys: Keyboard) -> None:
    """Today, the visit with T., what has to be said, and the choice of the screen."""
    tablet, page = keys.tablet, keys.page
    keys.press("Tab")  # the first stop of every page leads past the menu
    expect(tablet.link("Skip to the content")).to_be_focused()
    keys.enter(tablet.link("Start the visit of case %(number)s", number=2041))
    box = page.get_by_role("checkbox", name="T.")
    if not box.is_checked():
        keys.reach(box)
        keys.press("Space")
    keys.enter(tablet.button("Start"))
    keys.enter(tablet.button("I have said this"))
    keys.enter(tablet.link("Start a conversation"))
    offers = page.locator("input[name=version]")
    wanted = page.locator(".offer", has_text=TITLE).locator("input[name=version]")
    keys.reach(offers.first)
    keys.press("Space")
    keys.reach(wanted, key="ArrowDown")
    expect(wanted).to_be_checked()
    keys.enter(tablet.button("Begin"))


def interview(keys: Keyboard, guide: Guide) -> None:
    """With no, the rest is not asked; with yes, it is."""
    tablet, page = keys.tablet, keys.page
    guide.on_step("Something frightening")
    keys.choose(guide, "exposed", "No")
    guide.saved()
    expect(tablet.button("Look through")).to_be_visible()
    rest = page.locator("a.step-link[data-go=symptoms]")
    expect(rest).to_have_attribute("data-look", "not_needed")
    tablet.look("no ends it")
    keys.press("ArrowRight")
    guide.chosen("exposed", "Yes")
    keys.reach(tablet.button("Next"))
    keys.press("Enter")
    guide.on_step("The past month")
    expect(page.locator("#step-symptoms h2")).to_be_focused()
    expect(rest).to_have_attribute("data-look", "here")
    for item, words in (("q1", "Yes"), ("q2", "Yes"), ("q3", "No"), ("q4", "Yes")):
        keys.choose(guide, item, words)
    keys.reach(guide.question("q5").locator(".chip input[value=declined]"))
    keys.press("Space")
    note = guide.question("q5").locator("details.note")
    keys.reach(note.locator("summary"))
    keys.press("Enter")
    keys.reach(note.locator("textarea"))
    keys.type("En annen gang")
    guide.saved()
    tablet.look("yes opens the rest")
    keys.enter(tablet.button("Look through"))


def finish(keys: Keyboard) -> None:
    tablet = keys.tablet
    gaps = tablet.page.get_by_role("region", name=tablet.say("Without an answer"))
    expect(gaps.get_by_role("listitem")).to_have_count(1)
    tablet.look("look through")
    keys.enter(tablet.button("Finish"))
    meaning = tablet.page.get_by_role("region", name=tablet.say("What it may mean"))
    expect(meaning).to_contain_text(tablet.say("Cannot be worked out, because something it needs was not answered."))
    tablet.look("finished")

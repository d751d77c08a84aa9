"""What cannot be taken back asks once more: by touch, by keyboard, for who listens, and not without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import TABLETS
from tests.browser.phone import Phone
from tests.browser.product import Product
from tests.browser.tablet import Tablet
from tests.browser.town import PASSWORD
from tests.browser.visiting import start_todays_visit

pytestmark = pytest.mark.needs_chromium

QUESTION = "End the visit? Press again."
TAKE_OFF = "Take %(name)s off the case"


@pytest.mark.parametrize(("size", "language"), TABLETS)
def test_asked_again(
    product: Product, opener: Callable[..., Tablet], phones: dict[str, Phone], size: tuple[int, int], language: str
) -> None:
    tablet = opener(product.url, size, language)
    tablet.sign_in("alice", PASSWORD, phones["alice"])
    start_todays_visit(tablet, "T.")
    one_touch_ends_nothing(tablet)
    change_who_is_here(tablet)
    by_keyboard(tablet)
    take_somebody_off(tablet)
    leave_a_goal(tablet)


def one_touch_ends_nothing(tablet: Tablet) -> None:
    """Nor does a double touch; left alone, the button is itself again."""
    end, asking = tablet.button("End the visit"), tablet.page.locator("button.asking")
    end.dblclick()
    expect(asking).to_have_text(tablet.say(QUESTION))
    expect(tablet.page.locator("p[aria-live]")).to_have_text(tablet.say(QUESTION))
    tablet.look("asked again")
    expect(asking).to_have_count(0)
    expect(end).to_be_visible()
    expect(tablet.page.locator("p[aria-live]")).to_be_empty()


def change_who_is_here(tablet: Tablet) -> None:
    tablet.page.locator("summary", has_text=tablet.say("Change who is here")).tap()
    tablet.page.locator("label.box", has_text="Mamma").tap()
    tablet.look("change who is here")
    tablet.submit("Save who is here")
    expect(tablet.page.locator("p.hint", has_text="Mamma").first).to_be_visible()
    tablet.page.locator("summary", has_text=tablet.say("Change who is here")).tap()
    for called in ("T.", "Mamma"):
        tablet.page.locator("label.box", has_text=called).tap()
    with tablet.expecting("422"):
        tablet.submit("Save who is here")
    expect(tablet.page.locator("p.error")).to_have_text(tablet.say("Tick who is here."))


def by_keyboard(tablet: Tablet) -> None:
    tablet.button("End the visit").focus()
    tablet.page.keyboard.press("Enter")
    expect(tablet.page.locator("button.asking")).to_be_focused()
    tablet.page.wait_for_timeout(600)
    with tablet.page.expect_navigation():
        tablet.page.keyboard.press("Space")
    expect(tablet.button("End the visit")).to_have_count(0)


def take_somebody_off(tablet: Tablet) -> None:
    """The question says whom it is about to who listens, and another button's first press takes it back."""
    tablet.tab("People")
    tablet.tap(TAKE_OFF, name="T.")
    tablet.tap(TAKE_OFF, name="Mamma")
    asking = tablet.page.locator("button.asking")
    expect(asking).to_have_count(1)
    named = f"{tablet.say(TAKE_OFF, name='Mamma')}. {tablet.say('Remove? Press again.')}"
    expect(asking).to_have_accessible_name(named)
    expect(tablet.page.locator("p[aria-live]")).to_have_text(named)
    tablet.page.wait_for_timeout(600)  # sooner, it is taken for one touch
    tablet.leave_by(asking)
    expect(tablet.button(TAKE_OFF, name="Mamma")).to_have_count(0)
    expect(tablet.button(TAKE_OFF, name="T.")).to_be_visible()


def leave_a_goal(tablet: Tablet) -> None:
    """The button that was pressed is the one that is sent."""
    tablet.tab("Plan")
    goal = tablet.page.locator("article.goal").first
    tablet.submit_surely("Leave this goal", "Leave this goal? Press again.", within=goal)
    closed = tablet.page.locator("article.goal-closed")
    expect(closed).to_have_count(1)
    expect(closed.locator(".tag")).to_contain_text(tablet.say("Left"))


def test_without_javascript_it_is_sent_at_once(product: Product, browser: Browser, phones: dict[str, Phone]) -> None:
    context = browser.new_context(base_url=product.url, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto("/")
    page.locator("input[name=login]").fill("alice")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.locator("input[name=code]").fill(phones["alice"].next_code())
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="Case 2041").first.click()
    page.get_by_role("link", name="People", exact=True).click()
    page.get_by_role("button", name="Take Mamma off the case").click()
    expect(page.get_by_role("button", name="Take Mamma off the case")).to_have_count(0)
    context.close()

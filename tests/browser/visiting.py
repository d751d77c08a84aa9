"""What is done around conversations: starting a visit, choosing what to talk through."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.leading import Guide
from tests.browser.tablet import Tablet


def start_todays_visit(tablet: Tablet, *people: str, look: bool = False) -> None:
    """From Today: the planned visit, with these people there, and what has to be said first is said."""
    tablet.follow("Start the visit of case %(number)s", number=2041)
    for called in people:
        box = tablet.page.get_by_role("checkbox", name=re.compile(re.escape(called)))
        if not box.is_checked():
            tablet.page.locator("label.box", has_text=called).tap()
        expect(box).to_be_checked()
    if look:
        tablet.look("start the visit")
    tablet.submit("Start")
    expect(tablet.heading("Before you begin")).to_be_visible()
    if look:
        tablet.look("before you begin")
    tablet.submit("I have said this")
    expect(tablet.heading("Before you begin")).to_have_count(0)


def begin(tablet: Tablet, title: str, language: str = "", look: bool = False) -> Guide:
    """From the visit: choose what to talk through, perhaps in which language, and begin."""
    tablet.follow("Start a conversation")
    if look:
        tablet.look("choose a conversation")
    offer = tablet.page.locator(".offer", has_text=title)
    offer.locator("label.offer-choice").tap()
    if language:
        offer.get_by_role("combobox").select_option(language)
    tablet.submit("Begin")
    expect(tablet.page.locator("form#guide")).to_be_visible()
    return Guide(tablet)

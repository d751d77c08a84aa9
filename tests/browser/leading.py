"""Leading a conversation on a tablet: the guide's page as a worker uses it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser.tablet import Tablet


class Guide:
    """The guide that is open on a tablet."""

    def __init__(self, tablet: Tablet) -> None:
        self.tablet, self.page = tablet, tablet.page

    def question(self, item: str) -> Locator:
        return self.page.locator(f"fieldset.question[data-item={item}]")

    def option(self, item: str, words: str) -> Locator:
        """A choice of a question, by the words on it."""
        return self.question(item).locator("label.option").filter(has_text=re.compile(f"^\\s*{re.escape(words)}\\s*$"))

    def choose(self, item: str, words: str) -> None:
        self.option(item, words).tap()

    def chosen(self, item: str, words: str) -> None:
        """This is the answer the page shows."""
        expect(self.option(item, words).locator("input")).to_be_checked()

    def answer_otherwise(self, item: str, words: str) -> None:
        """Not now, would rather not, does not know."""
        self.question(item).locator("label.chip", has_text=self.tablet.say(words)).tap()

    def write(self, item: str, text: str) -> None:
        self.question(item).locator(f"[name={item}]").fill(text)

    def note(self, item: str, text: str) -> None:
        note = self.question(item).locator("details.note")
        note.locator("summary").tap()
        note.locator("textarea").fill(text)

    def on_step(self, title: str) -> None:
        expect(self.page.locator("section.step:not([hidden]) h2").first).to_have_text(title)

    def next(self) -> None:
        self.tablet.tap("Next")

    def back(self) -> None:
        self.tablet.tap("Back")

    def jump(self, title: str) -> None:
        """By the list of steps, in any order."""
        self.page.locator("nav.bar details.menu > summary").tap()
        self.page.locator("a.step-link", has_text=title).tap()
        self.on_step(title)

    def status(self, words: str, **values: object) -> None:
        """What the page says of saving."""
        told = self.tablet.say(words)
        for name, value in values.items():
            told = told.replace("{" + name + "}", str(value))
        expect(self.page.locator("#guide-status")).to_have_text(told)

    def saved(self) -> None:
        self.status("Saved")

    def review(self) -> None:
        """From the last step to the look through, once everything is saved."""
        self.tablet.submit("Look through")
        expect(self.tablet.heading("Look through")).to_be_visible()

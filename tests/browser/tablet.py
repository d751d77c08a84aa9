"""A tablet in a journey: what a worker does with it, and what must be true of every page they look at."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, Response, expect

from tests.browser.phone import Phone

PAGE_CHECKS = (Path(__file__).parent / "page_checks.js").read_text()
AXE = Axe()
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}
PATIENCE = 20_000  # milliseconds; a busy machine is no failure
expect.set_options(timeout=PATIENCE)


class Tablet:
    """One browser of its own. Words are given as the code has them, in English, and looked for in `language`."""

    def __init__(self, browser: Browser, url: str, size: tuple[int, int], language: str, journey: str) -> None:
        self.url, self.language, self.journey = url, language, journey
        self.size = f"{size[0]}x{size[1]}"
        self.context: BrowserContext = browser.new_context(
            base_url=url,
            viewport={"width": size[0], "height": size[1]},
            has_touch=True,
            locale="en-GB",
            timezone_id="Europe/Oslo",
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(PATIENCE)
        self.faults: list[str] = []
        self.expected: list[str] = []
        self.context.on("request", self._request)
        self.context.on("response", self._response)
        self.context.on("console", self._console)
        self.context.on("weberror", lambda error: self.faults.append(f"script failed: {error.error}"))
        self.page: Page = self.context.new_page()
        self.shots = 0

    # ---- what the worker does ---------------------------------------------------------------------------------------

    def say(self, words: str, **values: object) -> str:
        """The product's own words in the language of this tablet."""
        with translation.override(self.language):
            return translation.gettext(words) % values if values else translation.gettext(words)

    def go(self, path: str) -> None:
        self.page.goto(path)

    def button(self, words: str, within: Locator | None = None, **values: object) -> Locator:
        return (within or self.page).get_by_role("button", name=self.say(words, **values), exact=True)

    def link(self, words: str, within: Locator | None = None, **values: object) -> Locator:
        return (within or self.page).get_by_role("link", name=self.say(words, **values), exact=True)

    def field(self, words: str, within: Locator | None = None) -> Locator:
        """A field by its label; the label may go on with "(optional)"."""
        label = re.compile("^" + re.escape(self.say(words)) + r"( \(.*\))?$")
        return (within or self.page).get_by_label(label)

    def heading(self, words: str, **values: object) -> Locator:
        return self.page.get_by_role("heading", name=self.say(words, **values), exact=True)

    def tap(self, words: str, within: Locator | None = None, **values: object) -> None:
        """Touch a button that acts in the page."""
        self.button(words, within, **values).tap()

    def submit(self, words: str, within: Locator | None = None, **values: object) -> None:
        """Touch a button that sends a form, and wait for the next page."""
        self.leave_by(self.button(words, within, **values))

    def submit_surely(self, words: str, question: str, within: Locator | None = None, **values: object) -> None:
        """Touch a button that asks once more, and touch it again when it has asked; wait for the next page."""
        self.tap(words, within, **values)
        asking = (within or self.page).locator("button.asking")
        expect(asking).to_have_text(self.say(question))
        self.page.wait_for_timeout(600)  # sooner, it is taken for one touch
        self.leave_by(asking)

    def follow(self, words: str, within: Locator | None = None, **values: object) -> None:
        """Touch a link, and wait for the next page."""
        self.leave_by(self.link(words, within, **values))

    def leave_by(self, target: Locator) -> None:
        with self.page.expect_navigation():
            target.tap()

    def write(self, words: str, text: str, within: Locator | None = None) -> None:
        self.field(words, within).fill(text)

    def speak(self) -> None:
        """Choose the language of the pages, if another one is shown."""
        if self.page.locator("html").get_attribute("lang") != self.language:
            self.leave_by(self.page.locator(f"button[name=language][value={self.language}]"))
            expect(self.page.locator("html")).to_have_attribute("lang", self.language)

    def sign_in(self, name: str, password: str, phone: Phone, look: bool = False) -> None:
        """Name and password, then the code from the phone; ends at Today."""
        self.go("/")
        self.speak()
        if look:
            self.look("sign in")
        self.page.locator("input[name=login]").fill(name)
        self.page.locator("input[name=password]").fill(password)
        self.submit("Sign in")
        if look:
            self.look("one-time code")
        self.page.locator("input[name=code]").fill(phone.next_code())
        self.submit("Sign in")
        expect(self.button("Sign out")).to_be_visible()
        self.speak()

    def open_case(self, number: int) -> None:
        """From the list of cases."""
        self.go("/cases/")
        called = re.compile("^" + re.escape(self.say("Case %(number)s", number=number)))
        self.leave_by(self.page.get_by_role("link", name=called))

    def tab(self, words: str) -> None:
        """Another part of the case that is open."""
        self.follow(words, self.page.get_by_role("navigation", name=self.say("Parts of the case")))

    def close(self) -> None:
        self.check()
        self.context.close()

    # ---- what must be true ------------------------------------------------------------------------------------------

    def look(self, name: str) -> None:
        """Everything that must be true of a page. Faults are kept, so that one run tells of all pages (`check`).

        With SCREENSHOTS=folder a picture of the whole page is put there.
        """
        self._picture(name)
        found = [*self.page.evaluate(PAGE_CHECKS), *self._axe()]
        self.faults.extend(f"{self.journey}, {name} ({self.size}): {fault}" for fault in found)

    def check(self) -> None:
        """No page so far had a fault."""
        assert not self.faults, "\n".join(self.faults)

    @contextlib.contextmanager
    def expecting(self, *console: str) -> Iterator[None]:
        """The browser itself complains of a cut network or a refusal: these complaints are no fault here."""
        self.expected.extend(console)
        yield
        self.page.wait_for_timeout(50)  # what was said meanwhile arrives
        del self.expected[-len(console) :]

    def _axe(self) -> list[str]:
        result: dict[str, Any] = AXE.run(self.page, options=WCAG).response
        return [
            f"{rule['id']} ({rule['help']}): {node['target']} {node.get('failureSummary', '')}"
            for rule in result["violations"]
            for node in rule["nodes"]
        ]

    def _picture(self, name: str) -> None:
        if folder := os.environ.get("SCREENSHOTS"):
            self.shots += 1
            path = Path(folder) / f"{self.journey}-{self.shots:02d}-{name.replace(' ', '-')}-{self.size}.png"
            self.page.screenshot(path=path, full_page=True)

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.url + "/", "data:", "blob:")):
            self.faults.append(f"asks another machine: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status} from {response.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(known in message.text for known in self.expected):
            self.faults.append(f"console: {message.text} ({message.location.get('url', '')})")

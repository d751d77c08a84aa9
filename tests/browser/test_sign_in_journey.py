"""Signing in, and being refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import TABLETS
from tests.browser.phone import Phone
from tests.browser.product import Product
from tests.browser.tablet import Tablet
from tests.browser.town import PASSWORD

pytestmark = pytest.mark.needs_chromium


@pytest.mark.parametrize(("size", "language"), TABLETS)
def test_signing_in(
    product: Product, opener: Callable[..., Tablet], phones: dict[str, Phone], size: tuple[int, int], language: str
) -> None:
    tablet = opener(product.url, size, language)
    refused(tablet)
    tablet.sign_in("alice", PASSWORD, phones["alice"], look=True)
    tablet.look("today")
    tablet.follow("Cases")
    tablet.look("cases")
    tablet.open_case(2041)
    for tab in ("People", "Plan", "Shares"):
        tablet.tab(tab)
        tablet.look(tab.lower())
    tablet.follow("Instruments")
    tablet.look("instruments")
    tablet.leave_by(tablet.page.locator("table a").first)
    tablet.look("an instrument")
    with tablet.expecting("404 (Not Found)"):
        tablet.go("/cases/00000000-0000-4000-8000-000000000000/")
    expect(tablet.heading("This page does not exist")).to_be_visible()
    tablet.look("a page that is not there")
    tablet.follow("To Today")
    tablet.submit("Sign out")
    expect(tablet.page).to_have_url(f"{product.url}/accounts/login/")


def refused(tablet: Tablet) -> None:
    """A wrong password and a wrong code lead nowhere, and say so."""
    tablet.go("/")
    tablet.speak()
    tablet.page.locator("input[name=login]").fill("alice")
    tablet.page.locator("input[name=password]").fill("not the password")
    tablet.submit("Sign in")
    expect(tablet.page.get_by_role("alert")).to_be_visible()
    tablet.look("wrong password")
    tablet.page.locator("input[name=password]").fill(PASSWORD)
    tablet.submit("Sign in")
    tablet.page.locator("input[name=code]").fill("000000")
    tablet.submit("Sign in")
    expect(tablet.page.locator(".error")).to_be_visible()
    tablet.look("wrong code")
    expect(tablet.link("Cases")).to_have_count(0)
    tablet.submit("Cancel")

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
    tablet.submit("Sign out")
    expect(tablet.page).to_have_url(f"{product.url}/accounts/login/")

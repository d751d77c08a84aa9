"""Journeys run the product's own processes on a copied database: frozen rows cannot be flushed away between tests."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.phone import Phone
from tests.browser.product import ROOT, Product, copy_of, free_port
from tests.browser.tablet import Tablet
from tests.browser.town import SECRETS

LANDSCAPE, PORTRAIT = (1024, 768), (768, 1024)
# Each journey once lying in English and once standing in Norwegian.
TABLETS = [pytest.param(LANDSCAPE, "en", id="1024x768-en"), pytest.param(PORTRAIT, "nb", id="768x1024-nb")]

Opener = Callable[[], Tablet]


@pytest.fixture(scope="session")
def empty_install(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a migrated database and the library, made once."""
    var = tmp_path_factory.mktemp("installed") / "var"
    Product(var, free_port()).command("migrate", "--verbosity=0")
    return var


@pytest.fixture(scope="session")
def installed_town(empty_install: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the people of tests/cast.py, made once."""
    product = copy_of(empty_install, tmp_path_factory.mktemp("town") / "var")
    filled = subprocess.run(
        [sys.executable, "-m", "tests.browser.town"],
        env=product.environment(), cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert filled.returncode == 0, filled.stderr
    return product.var


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium, for one file: Playwright's loop must be gone before tests that use the database in this process."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def product(installed_town: Path, tmp_path: Path) -> Iterator[Product]:
    """The web process on a copy of the town."""
    yield from _running(copy_of(installed_town, tmp_path / "var"))


@pytest.fixture
def empty_product(empty_install: Path, tmp_path: Path) -> Iterator[Product]:
    """The web process on a database without anybody."""
    yield from _running(copy_of(empty_install, tmp_path / "var"))


def _running(product: Product) -> Iterator[Product]:
    try:
        product.serve()
        yield product
    finally:
        product.close()
    log = product.log.read_text()
    assert "Traceback" not in log, log


@pytest.fixture
def phones() -> dict[str, Phone]:
    """Everybody's phone."""
    return {name: Phone(secret) for name, secret in SECRETS.items()}


@pytest.fixture
def opener(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Tablet]]:
    """``opener(product.url, size, language)`` is a new tablet; at the end all are put away, none with faults."""
    opened: list[Tablet] = []
    journey = request.node.originalname.removeprefix("test_").replace("_", "-")

    def open_tablet(url: str, size: tuple[int, int], language: str) -> Tablet:
        tablet = Tablet(browser, url, size, language, journey)
        tablet.shots = 20 * len(opened)
        opened.append(tablet)
        return tablet

    yield open_tablet
    for tablet in opened:
        tablet.context.close()
    for tablet in opened:
        tablet.check()

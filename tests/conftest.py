"""What every test file may use: markers for outside services, and which tests run again on PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Callable

import hypothesis
import pytest
from django.test import Client

from forms_engine.access.models import Staff
from tests.cast import Cast, make_cast, signed_in
from tests.services import SERVICES, require_service

# Django is set up by now (tests/settings.py). Programs that a test starts use the product's own settings file.
os.environ["DJANGO_SETTINGS_MODULE"] = "forms_engine.project.settings"

# A busy machine is no failure.
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.load_profile("suite")

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}


def pytest_configure(config: pytest.Config) -> None:
    for name, service in SERVICES.items():
        config.addinivalue_line("markers", f"needs_{name}: skipped without {service.advice}")
    config.addinivalue_line("markers", "sqlite_only: about SQLite itself; not run again on PostgreSQL")


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers():
        if marker.name.startswith("needs_"):
            require_service(marker.name.removeprefix("needs_"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what touches the database is run; the rest was run on SQLite and would be the same."""
    if os.environ.get("FORMS_ENGINE_TEST_DATABASE") != "postgres":
        return
    kept = [item for item in items if _touches_database(item) and not item.get_closest_marker("sqlite_only")]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def _touches_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & DATABASE_FIXTURES)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium."""
    return require_service("chromium")


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody in the tests, with one case (tests/cast.py)."""
    return make_cast()


@pytest.fixture
def as_(db: None) -> Callable[[Staff], Client]:
    """``as_(cast.alice)`` is a browser in which Alice is signed in with her second factor."""

    def browser(who: Staff) -> Client:
        return signed_in(Client(), who)

    return browser

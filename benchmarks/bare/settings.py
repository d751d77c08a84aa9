"""The product's settings, whole, with other addresses: same middleware, sign-in, second factor, CSRF and database."""

from forms_engine.project.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.bare.urls"

"""The product's settings with the environment the tests run in, whatever the developer's own environment says.

``FORMS_ENGINE_TEST_DATABASE``: ``sqlite`` (default, in memory) or ``postgres`` (tests/services.py says where).
"""

import os
from pathlib import Path

WANTED = os.environ.get("FORMS_ENGINE_TEST_DATABASE", "sqlite")
if WANTED not in {"sqlite", "postgres"}:
    raise ValueError(f"FORMS_ENGINE_TEST_DATABASE must be sqlite or postgres, not {WANTED!r}")

for name in [name for name in os.environ if name.startswith("FORMS_ENGINE_") and "_TEST_" not in name]:
    del os.environ[name]
os.environ.pop("REDIS_URL", None)

VAR = Path(__file__).resolve().parent.parent / "var" / "test"
(VAR / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise warns about a folder that is not there
os.environ |= {
    "FORMS_ENGINE_VAR": str(VAR),
    "FORMS_ENGINE_HTTP": "1",
    "FORMS_ENGINE_HOSTS": "127.0.0.1,localhost,testserver",
    "FORMS_ENGINE_SECRET_KEY": "only-for-tests-" + "0" * 50,
    "FORMS_ENGINE_KEK": "00112233445566778899aabbccddeeff" * 2,
}
if WANTED == "postgres":
    os.environ["FORMS_ENGINE_DATABASE"] = "postgres://postgres@127.0.0.1:5432/postgres"

from forms_engine.project.settings import *  # noqa: E402, F403 - the environment comes first
from forms_engine.project.settings import DATABASES  # noqa: E402

# Two runs at once (two checkouts, two terminals) must not share a test database.
run = os.environ.setdefault("FORMS_ENGINE_TEST_RUN", str(os.getpid()))
if WANTED == "postgres":
    DATABASES["default"]["TEST"] = {"NAME": f"test_forms_engine_{run}"}
    DATABASES["default"]["CONN_MAX_AGE"] = 0
else:  # said aloud: pytest-django takes an engine of our own for one whose databases are named by process
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}

# Argon2 at its full cost takes a tenth of a second a sign-in; its own test uses the product's list.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

"""One settings file: no required variables, loud on nonsense, safe as it comes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from forms_engine.project.cli import demo_environment
from forms_engine.project.serve import is_loopback

ROOT = Path(__file__).resolve().parent.parent.parent


def python(code: str, var: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FORMS_ENGINE_")}
    kept.pop("REDIS_URL", None)
    environment = kept | {"FORMS_ENGINE_VAR": str(var)} | variables
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)


def setting(name: str, var: Path, **variables: str) -> str:
    run = python(f"from django.conf import settings; print(settings.{name})", var, **variables)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FORMS_ENGINE_HTTP", "yes"),
        ("FORMS_ENGINE_BEHIND_PROXY", "true"),
        ("FORMS_ENGINE_KEK", "short"),
        ("FORMS_ENGINE_KEK", "G" * 64),
        ("FORMS_ENGINE_DATABASE", "mysql://somewhere/db"),
        ("FORMS_ENGINE_WEB_WORKERS", "0"),
        ("FORMS_ENGINE_WEB_THREADS", "many"),
    ],
)
def test_nonsense_is_refused_by_name(name: str, value: str, tmp_path: Path) -> None:
    run = python("import forms_engine.project.settings", tmp_path, **{name: value})
    assert run.returncode != 0
    assert f"ImproperlyConfigured: {name} must" in run.stderr


def test_keys_are_made_once_for_the_owner_only(tmp_path: Path) -> None:
    first = setting("KEY_ENCRYPTION_KEY", tmp_path)
    assert len(first) == 64
    assert setting("KEY_ENCRYPTION_KEY", tmp_path) == first
    for name in ("kek", "secret_key"):
        assert (tmp_path / name).stat().st_mode & 0o077 == 0


def test_it_is_https_only_unless_told_otherwise(tmp_path: Path) -> None:
    assert setting("SECURE_SSL_REDIRECT", tmp_path) == "True"
    assert setting("SESSION_COOKIE_SECURE", tmp_path) == "True"
    assert setting("DEBUG", tmp_path) == "False"
    assert setting("SESSION_COOKIE_SECURE", tmp_path, FORMS_ENGINE_HTTP="1") == "False"


def test_jobs_travel_as_json(tmp_path: Path) -> None:
    assert setting("RQ_QUEUES['default']['SERIALIZER']", tmp_path) == "rq.serializers.JSONSerializer"


def test_redis_url_names_the_queue(tmp_path: Path) -> None:
    assert setting("RQ_QUEUES['default']['URL']", tmp_path).startswith("unix://")
    assert setting("RQ_QUEUES['default']['URL']", tmp_path, REDIS_URL="redis://q:1/2") == "redis://q:1/2"


@pytest.mark.parametrize("address", ["0.0.0.0:8000", "10.0.0.4:8000", "[::]:8000", "example.no:80", ":8000"])
def test_plain_http_to_other_machines_is_refused(address: str, tmp_path: Path) -> None:
    assert not is_loopback(address)
    code = "from forms_engine.project.serve import arguments; arguments()"
    run = python(code, tmp_path, FORMS_ENGINE_HTTP="1", FORMS_ENGINE_BIND=address)
    assert "ImproperlyConfigured: FORMS_ENGINE_HTTP=1 is for a loopback address only" in run.stderr


@pytest.mark.parametrize("address", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000", "unix:/run/forms.sock"])
def test_loopback_addresses(address: str) -> None:
    assert is_loopback(address)


def test_demo_leaves_the_real_database_alone() -> None:
    environment = demo_environment(
        {"FORMS_ENGINE_DATABASE": "postgres://real/one", "FORMS_ENGINE_KEK": "real", "PORT": "8123", "HOME": "/home"}
    )
    assert "FORMS_ENGINE_DATABASE" not in environment
    assert "FORMS_ENGINE_KEK" not in environment
    assert environment["FORMS_ENGINE_BIND"] == "127.0.0.1:8123"
    assert environment["HOME"] == "/home"


def test_deploy_check_is_clean(tmp_path: Path) -> None:
    code = "from django.core.management import execute_from_command_line as run; run(ARGS)"
    code = code.replace("ARGS", "['', 'check', '--deploy', '--fail-level', 'WARNING']")
    run = python(code, tmp_path, FORMS_ENGINE_PUBLIC_URL="https://forms.example.no")
    assert run.returncode == 0, run.stderr


def test_tests_run_with_their_own_settings() -> None:
    """In the workers of pytest-xdist too, whatever DJANGO_SETTINGS_MODULE says in the environment."""
    assert settings.SETTINGS_MODULE == "tests.settings"

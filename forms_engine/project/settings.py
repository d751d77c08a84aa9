"""One settings file. Every variable is optional; nonsense in one is refused at start with its name.

Without any variable the project runs on SQLite under ``var/`` with keys it makes itself there,
over HTTPS only (secure cookies). ``FORMS_ENGINE_HTTP=1`` allows plain HTTP on a loopback address, for the demo
and tests.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from forms_engine.project.queue import queue_url

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def _flag(name: str, default: bool = False) -> bool:
    raw = os.environ.get(name, "1" if default else "0")
    if raw not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} must be 0 or 1, not {raw!r}")
    return raw == "1"


def _number(name: str, default: int, low: int, high: int) -> int:
    raw = os.environ.get(name, str(default))
    if not raw.isdigit() or not low <= int(raw) <= high:
        raise ImproperlyConfigured(f"{name} must be a whole number from {low} to {high}, not {raw!r}")
    return int(raw)


def _secret(name: str, file: Path) -> str:
    """Read a secret from the environment, or from a file that is made on first use and readable by its owner only."""
    if value := os.environ.get(name):
        return value
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        whole = file.with_name(f".{file.name}-{os.getpid()}")
        with os.fdopen(os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
            handle.write(secrets.token_hex(32))
        with contextlib.suppress(FileExistsError):  # another process was first; nobody ever reads half a secret
            os.link(whole, file)
        whole.unlink()
    return file.read_text().strip()


VAR_DIR = Path(os.environ.get("FORMS_ENGINE_VAR", BASE_DIR / "var"))
HTTP = _flag("FORMS_ENGINE_HTTP")
DEMO = _flag("FORMS_ENGINE_DEMO")
DEBUG = False

SECRET_KEY = _secret("FORMS_ENGINE_SECRET_KEY", VAR_DIR / "secret_key")
# The key-encryption key: 64 hex digits. It wraps the data key of each compartment and never lies in the database.
KEY_ENCRYPTION_KEY = _secret("FORMS_ENGINE_KEK", VAR_DIR / "kek")
if len(KEY_ENCRYPTION_KEY) != 64 or set(KEY_ENCRYPTION_KEY) - set("0123456789abcdef"):
    raise ImproperlyConfigured("FORMS_ENGINE_KEK must be 64 lower-case hex digits (32 bytes)")

ALLOWED_HOSTS = [h.strip() for h in os.environ.get("FORMS_ENGINE_HOSTS", "127.0.0.1,localhost").split(",") if h.strip()]
# Links that leave the product (invitations) are built from this, never from the Host header.
PUBLIC_URL = os.environ.get("FORMS_ENGINE_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if urlsplit(PUBLIC_URL).scheme == "https" else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "formtools",
    "django_rq",
    "forms_engine.access.apps.AccessConfig",
    "instruments.apps.InstrumentsConfig",
    "forms_engine.casework.apps.CaseworkConfig",
    "sessions.apps.InterviewsConfig",
    "exports.apps.ExportsConfig",
    "forms_engine.project.apps.ProjectConfig",
]

MIDDLEWARE = [
    "forms_engine.access.middleware.PrivateMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "forms_engine.access.middleware.GateMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "forms_engine.project.urls"
WSGI_APPLICATION = "forms_engine.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "forms_engine" / "project" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "forms_engine.project.context.page",
            ]
        },
    }
]

# ---- database -----------------------------------------------------------------------------------------------------


def _database(url: str) -> dict[str, object]:
    """``sqlite:///absolute/path`` or ``postgres://user:password@host:port/name``."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "forms_engine.project.sqlite",
            "NAME": parts.path,
            # A thread keeps its connection: the last one that closes would fold the write-ahead log away, each time.
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: an acknowledged answer survives a power cut. recursive_triggers: INSERT OR REPLACE must not
                # slip past the triggers that refuse deletion.
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;PRAGMA secure_delete=ON;"
                    "PRAGMA recursive_triggers=ON;PRAGMA cache_size=-16000;"
                ),
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": parts.username or "",
            "PASSWORD": parts.password or "",
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
        }
    raise ImproperlyConfigured("FORMS_ENGINE_DATABASE must start with sqlite:/// or postgres://")


DATABASES = {"default": _database(os.environ.get("FORMS_ENGINE_DATABASE", f"sqlite://{VAR_DIR}/forms-engine.sqlite3"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- people and signing in ----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "access.Staff"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_FORMS = {"login": "forms_engine.access.sign_in_form.SignInForm"}
ACCOUNT_ADAPTER = "forms_engine.access.sign_in.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "forms_engine.access.sign_in.SealedMFAAdapter"
MFA_FORMS = {
    "authenticate": "forms_engine.access.sign_in_form.CodeForm",
    "reauthenticate": "forms_engine.access.sign_in_form.CodeAgainForm",
    "activate_totp": "forms_engine.access.sign_in_form.ConnectForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Samtale"
MFA_TOTP_TOLERANCE = 1
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_DISABLE_ACCESS_LOG = True
SESSION_COOKIE_AGE = 10 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# What a page says once goes with the sign-in; in a cookie it could meet the next person at a shared tablet.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Shared by all processes: it remembers one-time codes that were used, and who tries too often.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "short_memory"}}

# ---- language -----------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Norsk bokmål"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "forms_engine" / "project" / "locale"]
FORMAT_MODULE_PATH = ["forms_engine.project.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Oslo"

# ---- the web ------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
# `forms-engine serve` collects the files with compressed copies; without that they are served from where they lie.
WHITENOISE_USE_FINDERS = not (STATIC_ROOT / "project").is_dir()
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# Nothing larger is read at all (the middleware of access), so that no upload is ever written to a disk in clear.
LARGEST_BODY = FILE_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
# Not "no-referrer": a browser then posts with "Origin: null", and every form is refused. Other sites learn nothing.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not HTTP
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "forms_session" if HTTP else "__Host-forms_session"
CSRF_COOKIE_NAME = "forms_csrf" if HTTP else "__Host-forms_csrf"
SECURE_SSL_REDIRECT = not HTTP
SECURE_HSTS_SECONDS = 0 if HTTP else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not HTTP
if _flag("FORMS_ENGINE_BEHIND_PROXY"):  # a proxy that strips and sets X-Forwarded-Proto itself
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "require-trusted-types-for": ["'script'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "microphone", "geolocation", "payment", "usb", "display-capture", "fullscreen")
}

# ---- jobs ---------------------------------------------------------------------------------------------------------

# REDIS_URL names a real queue; without it the worker runs one of its own on a Unix socket under VAR_DIR.
RQ_QUEUES = {
    "default": {
        "URL": queue_url(VAR_DIR),
        "DB": 0,
        "SERIALIZER": "rq.serializers.JSONSerializer",  # the default, pickle, would run what it finds
        "DEFAULT_TIMEOUT": 300,
    }
}
RQ = {"COMMIT_MODE": "on_db_commit"}

# ---- processes and their log --------------------------------------------------------------------------------------

BIND = os.environ.get("FORMS_ENGINE_BIND", "127.0.0.1:8000")
WEB_WORKERS = _number("FORMS_ENGINE_WEB_WORKERS", 2, 1, 64)
WEB_THREADS = _number("FORMS_ENGINE_WEB_THREADS", 4, 1, 64)
# To standard error, one line each: no address, no browser, no answer. What people did is in the audit trail instead.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "forms_engine.project.logs.PlainLine",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"level": "ERROR"},  # a page that is not there is no fault of the server
        "axes": {"level": "ERROR"},  # attempts to sign in are in the database, for those who look after it
    },
}

# ---- the practice -------------------------------------------------------------------------------------------------

# Shown with every alert. A site writes its own local numbers.
EMERGENCY_NUMBERS = [
    tuple(entry.split("=", 1))
    for entry in os.environ.get(
        "FORMS_ENGINE_EMERGENCY", "Police / Politi=112;Ambulance / Ambulanse=113;Out-of-hours doctor / Legevakt=116117"
    ).split(";")
    if "=" in entry
]

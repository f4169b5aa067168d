"""Settings, read from the environment once. The launcher sets all of it; see docs/operations.md."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parents[2]
STATE_DIR = Path(os.environ.get("TONGBAN_STATE", BASE_DIR / ".state")).resolve()
BUILD_DIR = Path(os.environ.get("TONGBAN_BUILD", BASE_DIR / ".build")).resolve()
SAMPLE_MODE = os.environ.get("TONGBAN_SAMPLE", "") == "1"
SAMPLE_DIR = BASE_DIR / "sample" / "wuxi"
# Whether the worker sets the sample city in motion after the first start; "0" leaves it with its first cases.
SAMPLE_MOTION = os.environ.get("TONGBAN_SAMPLE_MOTION", "1") == "1"
VERSION = "0.1.0"


def _secret(name: str) -> str:
    """Read a secret the launcher made; a development key is used only when nothing serves it to others."""
    path = STATE_DIR / "keys" / name
    return path.read_text().strip() if path.exists() else f"development-only-{name}"


def _database(url: str) -> dict[str, object]:
    """Turn postgresql://user:password@host:port/name?host=… into Django's form."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "tongban.statements",
        "NAME": parts.path.lstrip("/") or query.get("dbname", "tongban"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or parts.hostname or "",
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # Only what the room of statements hands over is prepared; Django's own cursors never are.
        "OPTIONS": {"application_name": "tongban", "connect_timeout": 5, "prepare_threshold": 5},
    }


# The application role owns nothing; schema changes run as the owner (TONGBAN_AS_OWNER=1).
_APP_URL = os.environ.get("DATABASE_URL", "postgresql://tongban@127.0.0.1:5432/tongban")
_OWNER_URL = os.environ.get("DATABASE_OWNER_URL", _APP_URL)
DATABASES = {"default": _database(_OWNER_URL if os.environ.get("TONGBAN_AS_OWNER") == "1" else _APP_URL)}
APP_ROLE = urlsplit(_APP_URL).username or ""
if os.environ.get("TONGBAN_TEST_DB"):
    DATABASES["default"]["TEST"] = {"NAME": os.environ["TONGBAN_TEST_DB"]}

# SM or INTL; tongban.crypto refuses anything else.
SIGNATURE_SUITE = os.environ.get("TONGBAN_SIGNATURE_SUITE") or "SM"

# The adapter of a key service outside, "module:name"; without one, key files. See docs/operations.md.
KEY_SERVICE = os.environ.get("TONGBAN_KEY_SERVICE", "")

# The address of an RFC 3161 authority; without one, the house's own, which is for development.
TIMESTAMP_URL = os.environ.get("TONGBAN_TIMESTAMP_URL", "")

SECRET_KEY = _secret("session.key")
DEBUG = False
ALLOWED_HOSTS = [h for h in os.environ.get("TONGBAN_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if h]
HTTPS = os.environ.get("TONGBAN_HTTPS", "") == "1"
# Where TLS ends in front of this house, the proxy says so; without one, anybody could.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
PROXIES = frozenset(p.strip() for p in os.environ.get("TONGBAN_PROXIES", "").split(",") if p.strip())
# A file that names the identity providers in use; see docs/login.md.
PROVIDERS_FILE = os.environ.get("TONGBAN_PROVIDERS", "")
# The world outside that the launcher starts beside a sample city: where it listens, its word and its keys.
OUTSIDE = os.environ.get("TONGBAN_OUTSIDE", "") if SAMPLE_MODE else ""
OUTSIDE_KEYS = Path(os.environ.get("TONGBAN_OUTSIDE_KEYS") or STATE_DIR / "run" / "outside")
OUTSIDE_WORD = os.environ.get("TONGBAN_OUTSIDE_WORD", "")

# By what address others know the portal, for systems that accept its login: without a slash at the end.
PORTAL_ADDRESS = os.environ.get("TONGBAN_ADDRESS", "").rstrip("/")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("TONGBAN_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "ninja",
    "tongban.crypto",
    "tongban.ledger",
    "tongban.orgs",
    "tongban.messages",
    "tongban.identity",
    "tongban.duties",
    "tongban.files",
    "tongban.documents",
    "tongban.catalog",
    "tongban.cases",
    "tongban.privacy",
    "tongban.connectors",
    "tongban.web",
    "tongban.rest",
    "tongban.config",
]

MIDDLEWARE = [
    "tongban.web.middleware.observe",
    "django.middleware.security.SecurityMiddleware",
    "tongban.web.middleware.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tongban.web.middleware.language",
    "tongban.web.middleware.readable",
    "tongban.web.middleware.sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tongban.web.middleware.user",
    "tongban.web.middleware.actor",
    "tongban.web.middleware.refusals",
]

ROOT_URLCONF = "tongban.config.urls"
WSGI_APPLICATION = "tongban.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "tongban.web.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "tongban.web.templatetags.tongban",
                "tongban.web.templatetags.clocks",
                "tongban.web.templatetags.finding",
                "tongban.web.templatetags.papers",
                "tongban.web.templatetags.steps",
            ],
        },
    }
]

# For how many days a delegation may be made at most. No law says; a year is the house's own choice, 待核定.
DELEGATION_DAYS = int(os.environ.get("TONGBAN_DELEGATION_DAYS", "365"))
# For how many minutes a clerk may open the pages of somebody they found at the counter. The house's own choice, 待核定.
AT_COUNTER_MINUTES = int(os.environ.get("TONGBAN_AT_COUNTER_MINUTES", "60"))

AUTH_USER_MODEL = "identity.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "/signin/"
# A file in the form of tongban/identity/policy.toml with what this installation wants otherwise: how long sessions
# last, what a password needs, how often something may be tried.
IDENTITY_POLICY = os.environ.get("TONGBAN_IDENTITY_POLICY", "")
# The name passkeys are made for, without port; without one, the host a page was asked from.
PASSKEY_HOST = os.environ.get("TONGBAN_PASSKEY_HOST", "")
SESSION_ENGINE = "tongban.web.sessions"
# How long a session lasts is kept with it (tongban/identity/policy.toml) and renewed at most once a minute; the cookie
# itself ends with the browser.
SESSION_SAVE_EVERY_REQUEST = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# Behind TLS a browser takes such a cookie from this very host only, over TLS, for the whole of it: no neighbour under
# the same domain can plant one. Forms carry the token themselves, so no script needs to read the cookie.
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrftoken"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "tongban.web.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BUILD_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Electronic mail leaves by this server; without one there is none, but in a sample city. See docs/operations.md.
EMAIL_HOST = os.environ.get("TONGBAN_EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("TONGBAN_EMAIL_PORT", "465"))
EMAIL_USE_SSL = os.environ.get("TONGBAN_EMAIL_TLS", "1") == "1"
EMAIL_USE_TLS = os.environ.get("TONGBAN_EMAIL_TLS", "1") == "STARTTLS"
EMAIL_HOST_USER = os.environ.get("TONGBAN_EMAIL_USER", "")
EMAIL_HOST_PASSWORD_FILE = os.environ.get("TONGBAN_EMAIL_PASSWORD_FILE", "")
EMAIL_TIMEOUT = 15  # seconds
DEFAULT_FROM_EMAIL = os.environ.get("TONGBAN_EMAIL_FROM", EMAIL_HOST_USER)
# After how many minutes a letter is tried again; when all of them are over, it failed. The house's choice (待核定).
MESSAGE_RETRIES = tuple(
    timedelta(minutes=int(n)) for n in os.environ.get("TONGBAN_MESSAGE_RETRIES", "1,5,30,120,360").split(",")
)

STATIC_URL = "/static/"
STATIC_ROOT = BUILD_DIR / "static"
STATICFILES_DIRS = [path for path in [BUILD_DIR / "web"] if path.exists()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_HANDLERS = ["tongban.web.uploads.BoundedUpload"]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "tongban.config.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "authlib": {"level": "WARNING"},  # what it says below that holds codes and tokens
        "procrastinate": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}

"""Settings, all from the environment; README.md lists the variables.

A bad value is refused here. A missing one is refused by ``config.checks`` before
anything is served: commands that only prepare (``up``, ``makemigrations``) run
without database and secrets.
"""

from pathlib import Path
from urllib.parse import urlsplit

from config.env import (
    env_addresses,
    env_bool,
    env_database,
    env_int,
    env_key,
    env_list,
    env_path,
    env_rate,
    env_secret,
    env_text,
    env_web_address,
)

BASE_DIR = Path(__file__).resolve().parent.parent
_LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]

# Where this installation is.
DEBUG = env_bool("DEBUG", default=False)
PUBLIC_URL = env_web_address("PUBLIC_URL", default="http://localhost:8000")
REMIT_DATA = env_path("REMIT_DATA", default=BASE_DIR / ".data")
_public_host = urlsplit(PUBLIC_URL).hostname or ""
_https = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = env_list(
    "ALLOWED_HOSTS",
    default=_LOOPBACK if _public_host in _LOOPBACK else [_public_host],
)

# The databases: the application's role, and the owner for migrations alone.
_MAX_MS = 24 * 3600 * 1000
_application = env_database("DATABASE_URL")
_owner = env_database("DATABASE_OWNER_URL")
_statement_ms = env_int(
    "STATEMENT_TIMEOUT_MS", default=15_000, minimum=100, maximum=_MAX_MS
)
_lock_ms = env_int("LOCK_TIMEOUT_MS", default=5_000, minimum=100, maximum=_MAX_MS)
DATABASES = {}
if _application is not None:
    _application["OPTIONS"].setdefault(
        "options", f"-c statement_timeout={_statement_ms} -c lock_timeout={_lock_ms}"
    )
    # Connections persist: making one costs more than most requests.
    DATABASES["default"] = _application | {
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
if _owner is not None:
    _owner["OPTIONS"].setdefault("options", f"-c lock_timeout={_lock_ms}")
    DATABASES["owner"] = _owner

# Secrets.
SECRET_KEY = env_secret("SECRET_KEY", minimum=50)
KEY_PEPPER = env_secret("KEY_PEPPER", minimum=32)
FIELD_KEY = env_key("FIELD_KEY", size=32)
PERMIT_KEY = env_key("PERMIT_KEY", size=32)

# A folder of orders to end or freeze processes: for tests, never in production.
FAULT_POINTS = env_text("FAULT_POINTS")

# Private addresses that runners may reach nevertheless.
EGRESS_ALLOWED = env_addresses("EGRESS_ALLOWED")

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "simple_history",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "csp",
    "tenants",
    "audit",
    "agents",
    "governance",
    "config",
]

# No history middleware: actor and reason come from the scope, also in Celery.
MIDDLEWARE = [
    "config.middleware.ContentPolicyMiddleware",
    "config.middleware.readable_requests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "governance.portal.context.navigation",
            ],
        },
    },
]

# People.
AUTH_USER_MODEL = "tenants.User"
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
]

# What a browser may do with our pages. The admin's looser list: see middleware.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SECURE_SSL_REDIRECT = _https
if _https:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    # The web process speaks plain http: an https address means a proxy before it.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# W021: whether a domain goes onto the browsers' preload list is its owner's choice.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024

# How often one key may call, and what keeps a run safe: heartbeats, outcomes, stops.
RATE_LIMITS = {
    "ordinary": env_rate("RATE_LIMIT", per_second=100, burst=1_000),
    "vital": env_rate("VITAL_RATE_LIMIT", per_second=20, burst=200),
}

# The API.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "agents.api.authentication.AgentKeyAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["agents.api.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "config.errors.problem_response",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "TEST_REQUEST_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Remit",
    "DESCRIPTION": "What an agent may ask for, and what became of it.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENFORCE_NON_BLANK_FIELDS": True,
    "POSTPROCESSING_HOOKS": ["governance.api.openapi.add_shapes"],
}

# How long silence is taken for work, in seconds: of an agent about its run, of a
# worker about an action. Longer than the longest answer that a runner waits for.
RUN_LEASE_SECONDS = env_int("RUN_LEASE_SECONDS", default=90, minimum=1, maximum=86_400)
ACTION_LEASE_SECONDS = env_int(
    "ACTION_LEASE_SECONDS", default=60, minimum=1, maximum=3_600
)
# How often somebody looks for what is overdue.
SWEEP_SECONDS = env_int("SWEEP_SECONDS", default=5, minimum=1, maximum=60)

# Celery is a doorbell: a message carries nothing, and losing one only delays.
BROKER_URL = env_secret("BROKER_URL", minimum=8)
CELERY_BROKER_URL = BROKER_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "health_check_interval": 25,
    # A request must not wait for a broker that is down: the sweeper rings again.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_TIME_LIMIT = 120
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 1000
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 5
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_ETA_TASK_LIMIT = 100
# Only a second way to notice what is due: the rows say what and when.
CELERY_BEAT_SCHEDULE = {
    "sweep": {
        "task": "governance.sweep",
        "schedule": float(SWEEP_SECONDS),
        "options": {"expires": 30},
    },
}

# Mail: written as files when EMAIL_FILE_PATH is set, else handed to a mail server.
EMAIL_FILE_PATH = env_text("EMAIL_FILE_PATH")
if EMAIL_FILE_PATH:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_HOST = env_text("EMAIL_HOST", default="localhost")
EMAIL_PORT = env_int("EMAIL_PORT", default=25, minimum=1, maximum=65535)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env_text(
    "MAIL_FROM", default=f"Remit <remit@{_public_host or 'localhost'}>"
)

# Words and time.
LANGUAGE_CODE = "en"
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

# Static files come straight from the source tree; nothing has to be collected.
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

UNFOLD = {
    "SITE_TITLE": "Remit",
    "SITE_HEADER": "Remit",
    "SITE_URL": "/",
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda _: "/static/favicon.svg",
        }
    ],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "format": "{asctime} level={levelname} logger={name} {message}",
            "style": "{",
        },
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
    },
    "root": {
        "handlers": ["stderr"],
        "level": env_text("LOG_LEVEL", default="INFO").upper(),
    },
    "loggers": {
        # Django's own handlers would print or mail the same line again.
        "django": {"handlers": [], "propagate": True},
    },
}

"""What is installed, what every request passes, how pages are made."""

from typing import Any

from django.urls import reverse_lazy

from config.settings.installation import BASE_DIR

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
    "drf_spectacular_sidecar",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "tenants",
    "audit",
    "agents",
    "governance",
    "config",
]

# No history middleware: actor and reason come from the scope, also in Celery.
MIDDLEWARE = [
    "config.operations.probes.probes",
    "config.operations.requests.counted",
    "config.middleware.ContentPolicyMiddleware",
    "config.middleware.readable_requests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
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


def _pages(title: str, **models: str) -> dict[str, Any]:
    """Return a part of the admin's navigation: lists by what they are called."""
    items = [
        {
            "title": name.replace("_", " "),
            "link": reverse_lazy(f"admin:{model}_changelist"),
        }
        for name, model in models.items()
    ]
    return {"title": title, "separator": True, "items": items}


_NAVIGATION = [
    {"items": [{"title": "Dashboard", "link": reverse_lazy("admin:index")}]},
    _pages(
        "What happens",
        Tickets="governance_ticket",
        Halts="governance_halt",
        Checkpoints="governance_checkpoint",
        Actions="governance_action",
        Runs="governance_run",
        Ledger="audit_entry",
    ),
    _pages(
        "What may happen",
        Agents="agents_agent",
        Owners="agents_ownership",
        Keys="agents_agentkey",
        Clearances="governance_clearance",
        Workflows="governance_workflow",
        Rules="governance_boundaryrule",
        Boundaries="governance_boundaryversion",
    ),
    {
        "title": "What binds all",
        "separator": True,
        "items": [
            {
                "title": "Guardrails",
                "link": reverse_lazy("admin:governance_guardrails"),
            },
            {
                "title": "Coverage",
                "link": reverse_lazy("admin:governance_coverage"),
            },
        ],
    },
    _pages(
        "Who is here",
        Clients="tenants_client",
        Invitations="tenants_invitation",
        People="tenants_membership",
        Groups="tenants_group",
        Accounts="tenants_user",
    ),
]

# The portal's one accent colour, from light to dark.
_ACCENT = {
    "50": "oklch(97.5% .012 207)",
    "100": "oklch(94% .025 207)",
    "200": "oklch(88% .045 207)",
    "300": "oklch(80% .065 207)",
    "400": "oklch(70% .08 207)",
    "500": "oklch(57% .08 207)",
    "600": "oklch(45% .075 207)",
    "700": "oklch(39% .065 207)",
    "800": "oklch(33% .055 207)",
    "900": "oklch(28% .045 207)",
    "950": "oklch(22% .035 207)",
}
UNFOLD = {
    "COLORS": {"primary": _ACCENT},
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
    "STYLES": [lambda _: "/static/remit/admin.css"],
    "DASHBOARD_CALLBACK": "governance.admin.dashboard.show",
    "SIDEBAR": {"navigation": _NAVIGATION},
}

"""What is written to the log, and who may read the metrics."""

from config.env import env_choice, env_secret, env_text

_LINE = "{asctime} level={levelname} logger={name} {message}"
_MEMBERS = "{asctime}{levelname}{name}{message}{request}{client}{actor}"
_NAMES = {"asctime": "time", "levelname": "level", "name": "logger"}

LOG_FORMAT = env_choice("LOG_FORMAT", default="line", choices=("line", "json"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "circumstances": {"()": "config.operations.logs.Circumstances"},
    },
    "formatters": {
        "line": {
            "()": "config.operations.logs.LineFormatter",
            "format": _LINE,
            "style": "{",
        },
        "json": {
            "()": "config.operations.logs.JSONFormatter",
            "format": _MEMBERS,
            "style": "{",
            "rename_fields": _NAMES,
        },
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["circumstances"],
            "formatter": LOG_FORMAT,
        },
    },
    "root": {
        "handlers": ["stderr"],
        "level": env_text("LOG_LEVEL", default="INFO").upper(),
    },
    "loggers": {
        # Django's own handlers would print or mail the same line again.
        "django": {"handlers": [], "propagate": True},
        # It would write whole addresses, of clients' own systems and with secrets.
        "httpx2": {"level": "WARNING"},
    },
}

# Who asks for /metrics with this token gets them; without one, there are none.
METRICS_TOKEN = env_secret("METRICS_TOKEN", minimum=20)

"""What is written to the log."""

from config.env import env_text

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

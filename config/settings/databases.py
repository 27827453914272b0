"""The databases: the application's role, and the owner for migrations alone."""

from config.env import env_database, env_int

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

"""The databases: the application's role, and the owner for migrations alone."""

from config.env import env_database, env_int

_MAX_MS = 24 * 3600 * 1000
_application = env_database("DATABASE_URL")
_owner = env_database("DATABASE_OWNER_URL")
_statement_ms = env_int(
    "STATEMENT_TIMEOUT_MS", default=15_000, minimum=100, maximum=_MAX_MS
)
_lock_ms = env_int("LOCK_TIMEOUT_MS", default=5_000, minimum=100, maximum=_MAX_MS)
# A client's rows may be joined in any order, because all have its id: among ten tables
# PostgreSQL would look longer for the best one (45 ms) than the query takes (0.5 ms).
_JOINS_WEIGHED = 5
DATABASES = {}
if _application is not None:
    _application["OPTIONS"].setdefault(
        "options",
        f"-c statement_timeout={_statement_ms} -c lock_timeout={_lock_ms} "
        f"-c join_collapse_limit={_JOINS_WEIGHED}",
    )
    # Connections persist: making one costs more than most requests.
    DATABASES["default"] = _application | {
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
if _owner is not None:
    _owner["OPTIONS"].setdefault("options", f"-c lock_timeout={_lock_ms}")
    DATABASES["owner"] = _owner

"""The private database and broker, as services that can be launched again."""

from config.embedded.children import Child
from config.embedded.folders import socket_folder
from config.embedded.postgres import Postgres, start_postgres
from config.embedded.valkey import Valkey, start_valkey
from config.supervisor.errors import CannotStartError
from config.supervisor.plan import Plan

DATABASE = "remit"


class PrivatePostgres:
    """The private PostgreSQL of one installation."""

    def __init__(self, plan: Plan) -> None:
        """Remember where; nothing is started yet."""
        self._plan = plan
        self._server: Postgres | None = None

    def launch(self) -> Child:
        """Start it, after tidying up after the one before."""
        if self._server is not None:
            self._server.stop()
        self._server = start_postgres(
            data=self._plan.data / "postgres",
            sockets=socket_folder(self._plan.data),
            log=self._plan.logs / "postgres.log",
        )
        return self._server.child

    def address(self, *, role: str, database: str = DATABASE) -> str:
        """Return where a role finds a database."""
        if self._server is None:
            raise CannotStartError("PostgreSQL has not been started.")
        return self._server.url(role=role, database=database)


class PrivateValkey:
    """The private Valkey of one installation."""

    def __init__(self, plan: Plan) -> None:
        """Remember where; nothing is started yet."""
        self._plan = plan
        self._server: Valkey | None = None

    def launch(self) -> Child:
        """Start it, after tidying up after the one before."""
        if self._server is not None:
            self._server.stop()
        self._server = start_valkey(
            data=self._plan.data / "valkey",
            sockets=socket_folder(self._plan.data),
            log=self._plan.logs / "valkey.log",
            durable=True,
        )
        return self._server.child

    def address(self) -> str:
        """Return where Celery finds it."""
        if self._server is None:
            raise CannotStartError("Valkey has not been started.")
        return self._server.url()

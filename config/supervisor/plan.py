"""What one start is to be like, from the environment and the command line."""

from dataclasses import dataclass
from pathlib import Path

from config.env import env_int, env_secret, env_text, env_web_address

_MAX_PORT = 65535


@dataclass(frozen=True, slots=True)
class Plan:
    """One start: where, with what data, and whether the demo's parts belong to it.

    ``database_url``, ``owner_url`` and ``broker_url`` are empty where private
    servers are to be started.
    """

    source: Path
    data: Path
    host: str
    port: int
    public_url: str
    demo: bool
    invoices: Path
    database_url: str
    owner_url: str
    backup_url: str
    admin_url: str
    broker_url: str

    @property
    def logs(self) -> Path:
        """Where the children's output goes."""
        return self.data / "logs"

    @property
    def demo_file(self) -> Path:
        """Where ``load_demo`` writes who can sign in, and the agents' keys."""
        return self.data / "demo.json"


def make_plan(*, source: Path, data: Path, demo: bool, invoices: Path | None) -> Plan:
    """Return the plan that the environment asks for.

    Raises:
        ImproperlyConfigured: a variable makes no sense.
    """
    port = env_int("PORT", default=8000, minimum=1, maximum=_MAX_PORT)
    return Plan(
        source=source,
        data=data,
        host=env_text("HOST", default="127.0.0.1"),
        port=port,
        public_url=env_web_address("PUBLIC_URL", default=f"http://localhost:{port}"),
        demo=demo,
        invoices=invoices or source / "examples" / "invoice_agent" / "invoices",
        database_url=env_secret("DATABASE_URL", minimum=1),
        owner_url=env_secret("DATABASE_OWNER_URL", minimum=1),
        backup_url=env_secret("DATABASE_BACKUP_URL", minimum=1),
        admin_url=env_secret("DATABASE_ADMIN_URL", minimum=1),
        broker_url=env_secret("BROKER_URL", minimum=1),
    )

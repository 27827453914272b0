"""Where the database and the broker are: given ones, else private ones, started."""

from dataclasses import dataclass

from config.bootstrap import APPLICATION, BACKUP, OWNER
from config.embedded.postgres import SUPERUSER
from config.supervisor.errors import CannotStartError
from config.supervisor.fleet import Fleet, Service, Stage
from config.supervisor.plan import Plan
from config.supervisor.servers import PrivatePostgres, PrivateValkey


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the servers are. Without ``admin``, roles and database exist already."""

    database: str
    owner: str
    backup: str
    admin: str
    broker: str


def find_addresses(plan: Plan, fleet: Fleet) -> Addresses:
    """Return the addresses; starts the private servers where none are given.

    Raises:
        CannotStartError: DATABASE_URL is given without the owner's address.
        EmbeddedServerError: a private server cannot run.
    """
    if plan.database_url and not plan.owner_url:
        raise CannotStartError("DATABASE_URL needs DATABASE_OWNER_URL beside it.")
    broker = plan.broker_url or _start_valkey(plan, fleet)
    if plan.database_url:
        return Addresses(
            database=plan.database_url,
            owner=plan.owner_url,
            backup=plan.backup_url,
            admin=plan.admin_url,
            broker=broker,
        )
    postgres = PrivatePostgres(plan)
    fleet.add(Service("postgres", Stage.DATABASE, postgres.launch))
    return Addresses(
        database=postgres.address(role=APPLICATION),
        owner=postgres.address(role=OWNER),
        backup=postgres.address(role=BACKUP),
        admin=postgres.address(role=SUPERUSER, database="postgres"),
        broker=broker,
    )


def _start_valkey(plan: Plan, fleet: Fleet) -> str:
    valkey = PrivateValkey(plan)
    fleet.add(Service("valkey", Stage.BROKER, valkey.launch))
    return valkey.address()

"""The steps of one start, in their order."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from config.bootstrap import bootstrap
from config.embedded import children
from config.embedded.children import Child, Command
from config.supervisor import announcement, commands, environment
from config.supervisor.addresses import Addresses, find_addresses
from config.supervisor.errors import CannotStartError
from config.supervisor.fleet import Fleet, Service, Stage
from config.supervisor.plan import Plan
from config.supervisor.ports import refuse_busy_port
from config.supervisor.readiness import wait_until_ready
from config.supervisor.secrets import Secrets, load_or_make

_PREPARATION_SECONDS = 900.0
_PREFIX = "CommandError: "
_BANK_HOST = "127.0.0.1"


class Start:
    """Brings everything up once; the fleet keeps it up from then on."""

    def __init__(self, plan: Plan, fleet: Fleet, say: Callable[[str], None]) -> None:
        """Prepare; nothing is started yet."""
        self._plan = plan
        self._fleet = fleet
        self._say = say

    def run(self) -> dict[str, Any] | None:
        """Start everything; return what ``load_demo`` wrote, with the demo.

        Raises:
            CannotStartError, EmbeddedServerError, BootstrapError: why not.
        """
        secrets = self._secrets()
        self._say("Starting the database and the broker ...")
        addresses = find_addresses(self._plan, self._fleet)
        env = environment.remit(self._plan, secrets, addresses)
        self._say("Preparing the database ...")
        self._prepare(secrets, addresses, env)
        demo = self._start_bank(secrets)
        self._say("Starting Remit ...")
        self._start_remit(env)
        if demo is not None:
            key = announcement.agent_key(demo)
            agent = commands.agent(self._plan, environment.agent(self._plan, key))
            self._add("agent", Stage.REMIT, agent)
        return demo

    def _secrets(self) -> Secrets:
        secrets = load_or_make(self._plan.data / "secrets.json")
        if self._plan.demo:
            advice = "it is kept for the demo's bank; `make reset` chooses another"
            refuse_busy_port(_BANK_HOST, secrets.bank_port, advice=advice)
        return secrets

    def _prepare(
        self, secrets: Secrets, addresses: Addresses, env: Mapping[str, str]
    ) -> None:
        if addresses.admin:
            bootstrap(
                admin_url=addresses.admin,
                owner_url=addresses.owner,
                application_url=addresses.database,
                backup_url=addresses.backup,
            )
        env = environment.preparation(env, addresses, secrets)
        options = ["--demo"] if self._plan.demo else []
        command = commands.manage(self._plan, env, "prepare", *options)
        code, output = children.run(command, seconds=_PREPARATION_SECONDS)
        log = self._plan.logs / "prepare.log"
        log.write_text(output, encoding="utf-8")
        if code != 0:
            last = (output.strip().splitlines() or ["no message"])[-1]
            raise CannotStartError(
                f"Preparing failed: {last.removeprefix(_PREFIX)} See {log}."
            )

    def _start_bank(self, secrets: Secrets) -> dict[str, Any] | None:
        if not self._plan.demo:
            return None
        bank = commands.bank(self._plan, secrets.bank_port, environment.bank(secrets))
        self._add("bank", Stage.OUTSIDE, bank)
        return announcement.read_demo(self._plan.demo_file)

    def _start_remit(self, env: Mapping[str, str]) -> None:
        web = self._add("web", Stage.REMIT, commands.web(self._plan, env))
        self._add("worker", Stage.REMIT, commands.worker(self._plan, env))
        self._add("sweeper", Stage.REMIT, commands.sweeper(self._plan, env))
        self._add("scheduler", Stage.REMIT, commands.scheduler(self._plan, env))
        wait_until_ready(web, self._plan)

    def _add(self, name: str, stage: Stage, command: Command) -> Child:
        log = self._plan.logs / f"{name}.log"
        launch = partial(children.start, command, log=log)
        return self._fleet.add(Service(name, stage, launch))

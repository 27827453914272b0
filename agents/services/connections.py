"""Writes: connecting runners, moving and retiring them."""

from agents.egress import EgressRefusedError, Host, check_address, host_of
from agents.models import Runner, RunnerKind
from agents.selectors.connections import carried_out_by, egress_limits, runner_by_id
from agents.services.signing import keep_secret
from agents.services.turns import take_turn
from agents.webhooks import check_secret
from audit.events import Event
from audit.ledger import Target, record
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid

# A worker holds its action for as long, and one longer than its lease.
SECONDS_TO_ANSWER = range(1, 31)


def connect_runner(
    *, name: str, kind: RunnerKind, url: str = "", secret: str = "", timeout: int = 10
) -> Runner:
    """Connect a runner and return it; ``timeout`` in seconds. The secret is sealed.

    Raises:
        Invalid: the address is not one that it may reach, or something is missing or
            too much for its kind; the field is named.
        Conflict: the name is taken.
    """
    _check(kind, url, secret, timeout)
    take_turn("connections")
    if Runner.objects.filter(name=name).exists():
        raise Conflict(f"There is a connection called {name}.", field="name")
    runner = Runner(name=name, kind=kind, url=url, timeout_seconds=timeout)
    runner.save(force_insert=True)
    if secret:
        keep_secret(runner, check_secret(secret))
    record(
        Event.RUNNER_CONNECTED,
        target=Target("runner", runner.id),
        params={"runner": name, "destination": url or kind.label},
    )
    return runner


def change_runner(runner: Runner, *, url: str, timeout: int) -> None:
    """Have a runner send to another address, or wait longer or shorter.

    Raises:
        Invalid: it may not reach the address; the field is named.
        Conflict: it is retired.
    """
    held = _in_use(runner)
    _check_address(RunnerKind(held.kind), url)
    _check_timeout(timeout)
    changes = _changes(held, url, timeout)
    if not changes:
        return
    held.url, held.timeout_seconds = url, timeout
    held.save(update_fields=["url", "timeout_seconds"])
    _record(Event.RUNNER_CHANGED, held, changes="; ".join(changes))


def retire_runner(runner: Runner) -> None:
    """Let no new action type name this runner any more.

    What was asked for under an earlier version is still carried out.

    Raises:
        Conflict: current action types need it, or it is retired.
    """
    # The lock that declaring takes, too: nobody begins to use it meanwhile.
    take_turn("declaring")
    held = _in_use(runner)
    users = [one.title for one in carried_out_by(held)]
    if users:
        told = f"{', '.join(users)}: declare the next version with another connection."
        raise Conflict(f"{held.name} still carries out {told}")
    held.retired_at = database_now()
    held.save(update_fields=["retired_at"])
    _record(Event.RUNNER_RETIRED, held)


def _in_use(runner: Runner) -> Runner:
    held = runner_by_id(runner.id, lock=True)
    if held.retired_at is not None:
        raise Conflict(f"{held.name} is retired.")
    return held


def _check(kind: RunnerKind, url: str, secret: str, timeout: int) -> None:
    _check_timeout(timeout)
    _check_address(kind, url)
    if kind is RunnerKind.WEBHOOK and not secret:
        raise Invalid("A webhook needs a secret to sign with.", field="secret")
    if kind is not RunnerKind.WEBHOOK and secret:
        raise Invalid("Only a webhook has a secret.", field="secret")


def _check_timeout(timeout: int) -> None:
    if timeout not in SECONDS_TO_ANSWER:
        most = SECONDS_TO_ANSWER[-1]
        raise Invalid(f"Give 1 to {most} seconds.", field="timeout")


def _check_address(kind: RunnerKind, url: str) -> None:
    if kind is not RunnerKind.WEBHOOK:
        if url:
            raise Invalid("Only a webhook has an address.", field="url")
        return
    try:
        check_address(url, egress_limits())
    except EgressRefusedError as error:
        raise Invalid(str(error), field="url") from error


def _changes(runner: Runner, url: str, timeout: int) -> list[str]:
    told = []
    if url != runner.url:
        old, new = _host(runner.url), host_of(url)
        moved = f"from {old} to {new}" if old != new else f"another path at {new}"
        told.append(moved)
    if timeout != runner.timeout_seconds:
        told.append(f"{timeout} seconds to answer instead of {runner.timeout_seconds}")
    return told


def _host(url: str) -> Host | str:
    try:
        return host_of(url)
    except EgressRefusedError:
        # Written before addresses were checked.
        return url


def _record(event: Event, runner: Runner, **params: str) -> None:
    record(
        event,
        target=Target("runner", runner.id),
        params={"runner": runner.name, **params},
    )

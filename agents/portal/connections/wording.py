"""What the pages of connections say in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import apnumber

from agents.egress import EgressRefusedError, Limits, check_address
from agents.models import ActionType, AllowedHost, Runner, RunnerKind

_DOES = {
    RunnerKind.WEBHOOK: "sends signed requests",
    RunnerKind.EMAIL: "writes e-mails to addresses on record",
    RunnerKind.LOOKUP: "looks up records of our own",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A connection as a row: what needs it, and why it would send nothing now."""

    runner: Runner
    does: str
    users: list[ActionType]
    blocked: str


def shown(
    runner: Runner, current: Sequence[ActionType], hosts: Sequence[AllowedHost]
) -> Shown:
    """Return a connection as a row."""
    return Shown(
        runner=runner,
        does=_DOES[RunnerKind(runner.kind)],
        users=[one for one in current if one.runner_id == runner.id],
        blocked=_blocked(runner, hosts),
    )


def connections_sentence(rows: Sequence[Shown]) -> str:
    """Return how many connections there are, and whether one is cut off."""
    live = [row for row in rows if row.runner.retired_at is None]
    if not live:
        return "Nothing is connected yet, so the platform can carry nothing out."
    are = "connection carries" if len(live) == 1 else "connections carry"
    told = f"{apnumber(len(live))} {are} out what agents may do.".capitalize()
    cut_off = [row.runner.name for row in live if row.blocked]
    if not cut_off:
        return told
    reach = "reaches" if len(cut_off) == 1 else "reach"
    return f"{told} {', '.join(cut_off)} {reach} nothing now."


def connection_sentence(row: Shown) -> str:
    """Return what a connection does, and for whom."""
    name = row.runner.name
    if row.runner.retired_at is not None:
        return f"{name} is retired."
    if row.blocked:
        return f"{name} sends nothing now."
    if not row.users:
        return f"{name} {row.does}; no action type uses it yet."
    titles = ", ".join(f"“{one.title}”" for one in row.users)
    return f"{name} {row.does} for {titles}."


def connection_lead(row: Shown) -> str:
    """Return what else matters about a connection."""
    if row.runner.retired_at is not None:
        return (
            "No new action type may name it. Older versions still may be carried out."
        )
    if row.blocked:
        return f"{row.blocked} Whatever it should carry out fails, without any effect."
    if row.runner.kind == RunnerKind.WEBHOOK:
        return "Each request names its intent, so that the target can tell repetitions."
    return "It needs no address and no secret."


def stopped_by_removal(
    allowed: AllowedHost, runners: Sequence[Runner], hosts: Sequence[AllowedHost]
) -> list[Runner]:
    """Return the connections that send something now, and would not without a host."""
    rest = [one for one in hosts if one.id != allowed.id]
    return [
        one
        for one in runners
        if one.retired_at is None and not _blocked(one, hosts) and _blocked(one, rest)
    ]


def _blocked(runner: Runner, hosts: Sequence[AllowedHost]) -> str:
    if runner.kind != RunnerKind.WEBHOOK:
        return ""
    listed = {f"{one.host}:{one.port}" for one in hosts}
    try:
        check_address(
            runner.url, Limits(listed=listed, private=settings.EGRESS_ALLOWED)
        )
    except EgressRefusedError as error:
        return str(error)
    return ""

"""Reads: runners, the secrets that sign their requests, the hosts that they reach."""

from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from agents.egress import Limits
from agents.models import ActionType, AllowedHost, Runner, RunnerSecret
from agents.selectors.declared import current_action_types
from tenants import secrets
from tenants.clock import RemitNow
from tenants.errors import NotFound


def runners() -> list[Runner]:
    """Return the runners of the scope's client by name, retired ones last."""
    return list(Runner.objects.order_by("retired_at", "name").all())


def runners_in_use() -> QuerySet[Runner]:
    """Return the runners that new action types may name, by name."""
    return Runner.objects.filter(retired_at__isnull=True).order_by("name")


def runner_by_id(runner_id: UUID, *, lock: bool = False) -> Runner:
    """Return a runner of the scope's client; ``lock`` holds its row.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    rows = Runner.objects.select_for_update() if lock else Runner.objects.all()
    found = rows.filter(id=runner_id).first()
    if found is None:
        raise NotFound("There is no such connection.")
    return found


def carried_out_by(runner: Runner) -> list[ActionType]:
    """Return the action types whose current version this runner carries out."""
    return [one for one in current_action_types() if one.runner_id == runner.id]


def live_secrets(runner: Runner) -> list[RunnerSecret]:
    """Return the secrets that sign a runner's requests now, the newest first."""
    live = Q(ends_at__isnull=True) | Q(ends_at__gt=RemitNow())
    rows = RunnerSecret.objects.filter(live, runner=runner).exclude(sealed=b"")
    return list(rows.order_by("-made_at", "-id"))


def runner_secrets(runner: Runner) -> tuple[str, ...]:
    """Return the secrets with which requests to this runner are signed."""
    return tuple(
        secrets.unseal(
            bytes(one.sealed), keys=settings.FIELD_KEYS, bound_to=secret_binding(one)
        )
        for one in live_secrets(runner)
    )


def secret_binding(secret: RunnerSecret) -> str:
    """Return what a secret is bound to: its client, table, row and field."""
    # As it was when a runner had one secret, whose row was the runner's own.
    return f"{secret.client_id}|agents_runner|{secret.id}|secret"


def allowed_hosts() -> list[AllowedHost]:
    """Return the hosts that the client's runners may reach, by name."""
    rows = AllowedHost.objects.filter(removed_at__isnull=True)
    return list(rows.select_related("added_by__user").order_by("host", "port"))


def allowed_host_by_id(host_id: UUID, *, lock: bool = False) -> AllowedHost:
    """Return one host of the list; ``lock`` holds its row.

    Raises:
        NotFound: there is none, it was removed, or it is another client's.
    """
    rows = AllowedHost.objects.filter(id=host_id, removed_at__isnull=True)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise NotFound("This host is not on the list.")
    return found


def egress_limits() -> Limits:
    """Return where the client's runners may connect to now. Costs one query."""
    rows = AllowedHost.objects.filter(removed_at__isnull=True)
    listed = frozenset(
        f"{host}:{port}" for host, port in rows.values_list("host", "port")
    )
    return Limits(listed=listed, private=frozenset(settings.EGRESS_ALLOWED))

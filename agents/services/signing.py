"""Writes: the secrets that webhooks are signed with."""

from datetime import timedelta

from django.conf import settings

from agents.models import Runner, RunnerKind, RunnerSecret
from agents.selectors.connections import live_secrets, runner_by_id, secret_binding
from agents.webhooks import check_secret
from audit.events import Event
from audit.ledger import Target, record
from tenants import secrets
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid
from tenants.scoping import current_client_id

LONGEST_OVERLAP = timedelta(days=30)


def keep_secret(runner: Runner, text: str) -> RunnerSecret:
    """Seal a secret for a runner and return its row."""
    secret = RunnerSecret(runner=runner, made_at=database_now())
    secret.sealed = secrets.seal(
        text, keys=settings.FIELD_KEYS, bound_to=secret_binding(secret)
    )
    secret.save(force_insert=True)
    return secret


def rotate_secret(runner: Runner, text: str, *, overlap: timedelta) -> None:
    """Sign with another secret from now on; with the old one, too, for ``overlap``.

    Raises:
        Invalid: the secret has another form, or is the one there is; or the overlap
            is too long.
        Conflict: two are live: the older has to end first; or the runner has none.
    """
    held = runner_by_id(runner.id, lock=True)
    if held.kind != RunnerKind.WEBHOOK or held.retired_at is not None:
        raise Conflict("Only a webhook in use has a secret.")
    if not timedelta() <= overlap <= LONGEST_OVERLAP:
        raise Invalid(f"At most {LONGEST_OVERLAP.days} days.", field="overlap")
    live = live_secrets(held)
    if len(live) > 1:
        raise Conflict("Two secrets are live: let the older one end first.")
    new = check_secret(text)
    until = database_now() + overlap
    for old in live:
        old.ends_at = until
        old.save(update_fields=["ends_at"])
    keep_secret(held, new)
    said = f"{until:%Y-%m-%d %H:%M} UTC"
    _record(Event.RUNNER_ROTATED, held, until=said)


def end_older_secret(runner: Runner) -> None:
    """Let the older of two live secrets end now.

    Raises:
        Conflict: there is only one.
    """
    held = runner_by_id(runner.id, lock=True)
    older = live_secrets(held)[1:]
    if not older:
        raise Conflict("Only one secret is live: rotate it to have another.")
    for one in older:
        one.ends_at = database_now()
        one.sealed = b""
        one.save(update_fields=["ends_at", "sealed"])
    _record(Event.RUNNER_ROTATION_ENDED, held)


def reseal_secrets() -> int:
    """Seal every live secret of the scope's client with the first of the keys.

    What has ended is forgotten. Returns how many were sealed, and tells the ledger.

    Raises:
        cryptography.exceptions.InvalidTag: one was sealed under none of the keys.
    """
    rows = RunnerSecret.objects.select_for_update().exclude(sealed=b"")
    now, count = database_now(), 0
    for one in rows.order_by("id"):
        live = one.ends_at is None or one.ends_at > now
        one.sealed = _anew(one) if live else b""
        one.save(update_fields=["sealed"])
        count += live
    client_id = current_client_id()
    record(
        Event.SECRETS_RESEALED,
        target=Target("client", client_id),
        params={"count": str(count)},
    )
    return count


def _anew(secret: RunnerSecret) -> bytes:
    keys, bound_to = settings.FIELD_KEYS, secret_binding(secret)
    text = secrets.unseal(bytes(secret.sealed), keys=keys, bound_to=bound_to)
    return secrets.seal(text, keys=keys, bound_to=bound_to)


def _record(event: Event, runner: Runner, **params: str) -> None:
    record(
        event,
        target=Target("runner", runner.id),
        params={"runner": runner.name, **params},
    )

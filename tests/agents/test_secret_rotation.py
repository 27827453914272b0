"""Two secrets are good while one takes over; keys of the installation change too."""

from base64 import b64encode
from datetime import timedelta
from io import StringIO
from typing import Any
from unittest import mock

import pytest
from cryptography.exceptions import InvalidTag
from django.core.management import CommandError, call_command
from standardwebhooks import Webhook

from agents.egress import Destination, Limits
from agents.models import Runner, RunnerSecret
from agents.runners.exchange import Message, _headers
from agents.selectors import runner_secrets
from agents.services.signing import (
    end_older_secret,
    reseal_secrets,
    rotate_secret,
)
from agents.webhooks import check_secret, new_secret
from audit.models import Entry
from tenants.errors import Conflict, Invalid
from tests.agents.connecting import connect
from tests.cast import Cast, make_acme, make_globex
from tests.database import changed
from tests.governance.answering import clock_ahead

DAY = timedelta(days=1)
_COMMAND = "config.management.commands.reseal_secrets"
_RESEAL = f"{_COMMAND}.reseal_secrets"
_RESEAL_FACTORS = f"{_COMMAND}.reseal_second_factors"
ANOTHER_KEY = b64encode(bytes(range(64, 96))).decode()


@pytest.fixture(scope="module")
def us() -> Cast:
    """Acme."""
    return make_acme()


def rotated(cast: Cast, *, overlap: timedelta = DAY) -> tuple[Runner, str, str]:
    """Return a webhook whose second secret has just taken over, and both secrets."""
    old, new = new_secret(), new_secret()
    with cast.scope():
        runner = connect(cast, secret=old)
        rotate_secret(runner, new, overlap=overlap)
    return runner, old, new


def live(cast: Cast, runner: Runner) -> tuple[str, ...]:
    with cast.scope():
        return runner_secrets(runner)


def test_while_two_are_live_a_request_carries_both_signatures(us: Cast) -> None:
    runner, old, new = rotated(us)
    message = Message(
        method="POST",
        url=runner.url,
        id="one",
        body="{}",
        secrets=live(us, runner),
        limits=Limits(listed=(), private=()),
        timeout_seconds=1,
    )

    sent = _headers(message, Destination(url="", host="", host_header=""))

    assert len(sent["webhook-signature"].split(" ")) == 2
    assert Webhook(old).verify("{}", sent) == Webhook(new).verify("{}", sent) == {}
    with pytest.raises(Exception, match="No matching signature"):
        Webhook(new_secret()).verify("{}", sent)


def test_the_old_one_ends_by_the_databases_clock(us: Cast) -> None:
    runner, old, new = rotated(us)
    assert live(us, runner) == (new, old)

    with clock_ahead(DAY + timedelta(minutes=1)):
        assert live(us, runner) == (new,)


def test_the_old_one_can_end_at_once(us: Cast) -> None:
    runner, _, new = rotated(us, overlap=timedelta())

    assert live(us, runner) == (new,)


def test_the_old_one_can_be_ended_early_and_is_forgotten_then(us: Cast) -> None:
    runner, _, new = rotated(us)

    with us.scope():
        end_older_secret(runner)
        kept = {bytes(one.sealed) for one in RunnerSecret.objects.filter(runner=runner)}
        with pytest.raises(Conflict, match="Only one secret is live"):
            end_older_secret(runner)

    assert live(us, runner) == (new,)
    assert b"" in kept


def test_a_third_has_to_wait_for_the_first_to_end(us: Cast) -> None:
    runner, *both = rotated(us)

    with us.scope(), pytest.raises(Conflict, match="Two secrets are live"):
        rotate_secret(runner, new_secret(), overlap=DAY)

    assert set(live(us, runner)) == set(both)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("hunter2", "begins with whsec_"),
        ("whsec_not base64", "base64"),
        (f"whsec_{b64encode(b'short').decode()}", "this one has 5"),
    ],
)
def test_what_is_no_secret_is_told_so(text: str, told: str) -> None:
    with pytest.raises(Invalid, match=told) as refused:
        check_secret(text)
    assert text not in str(refused.value)


def test_a_secret_moved_to_another_row_or_client_cannot_be_read(us: Cast) -> None:
    them = make_globex()
    with us.scope():
        ours = RunnerSecret.objects.get(runner=connect(us)).sealed
    with them.scope():
        target = connect(them)
        theirs = RunnerSecret.objects.get(runner=connect(them)).sealed
        for moved in (ours, theirs):
            changed(
                "UPDATE agents_runnersecret SET sealed = %s WHERE runner_id = %s",
                bytes(moved),
                target.id,
            )
            with pytest.raises(InvalidTag):
                runner_secrets(target)


def test_a_new_key_seals_what_the_old_one_can_still_unseal(
    us: Cast, settings: Any
) -> None:
    runner, old, new = rotated(us)
    old_key = settings.FIELD_KEY
    settings.FIELD_KEYS = [ANOTHER_KEY, old_key]
    assert live(us, runner) == (new, old)

    with us.scope():
        count = reseal_secrets()
        assert count >= 2
        entry = Entry.objects.filter(event="runner.secrets_resealed").latest("id")
        assert entry.data["params"]["count"] == str(count)
        settings.FIELD_KEYS = [ANOTHER_KEY]
        assert runner_secrets(runner) == (new, old)
        settings.FIELD_KEYS = [old_key]
        with pytest.raises(InvalidTag):
            runner_secrets(runner)
        settings.FIELD_KEYS = [old_key, ANOTHER_KEY]
        reseal_secrets()


def test_the_command_walks_every_client_and_names_one_without_its_key(
    us: Cast, settings: Any
) -> None:
    with us.scope():
        connect(us)
    said = StringIO()
    factors = mock.patch(_RESEAL_FACTORS, return_value=3)
    with factors, mock.patch(_RESEAL, return_value=2) as reseal:
        call_command("reseal_secrets", stdout=said)
    assert reseal.call_count >= 1
    assert said.getvalue() == (
        f"Sealed {3 + 2 * reseal.call_count} secrets with FIELD_KEY.\n"
    )

    settings.FIELD_KEYS = [ANOTHER_KEY]
    with pytest.raises(CommandError, match="none of FIELD_KEY and OLD_FIELD_KEYS"):
        call_command("reseal_secrets")

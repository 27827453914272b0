"""Keys of requests are kept for two days, and then forgotten a batch at a time."""

from datetime import timedelta
from typing import Any

from config.demo.process import WORKFLOW_KEY
from governance.models import IdempotencyKey, Run
from governance.services.idempotency import KEPT, prune
from governance.services.sweep import sweep
from tests.cast import Cast
from tests.governance.answering import clock_ahead

ASKED = {"workflow": WORKFLOW_KEY}


def open_with(cast: Cast, key: str) -> Any:
    return cast.api("POST", "runs", ASKED, **{"Idempotency-Key": key})


def keys_of(cast: Cast) -> set[str]:
    with cast.scope():
        return set(IdempotencyKey.objects.values_list("key", flat=True))


def pruned(cast: Cast, *, later: timedelta, most: int = 1_000) -> int:
    with clock_ahead(later), cast.scope():
        return prune(most=most)


def test_a_key_is_kept_for_two_days(acme: Cast) -> None:
    open_with(acme, "first")

    assert timedelta(hours=24) < KEPT
    assert pruned(acme, later=KEPT - timedelta(minutes=5)) == 0
    assert open_with(acme, "first")["Idempotency-Replayed"] == "true"
    assert pruned(acme, later=KEPT + timedelta(minutes=5)) == 1
    assert keys_of(acme) == set()


def test_a_key_that_was_forgotten_is_a_new_one(acme: Cast) -> None:
    open_with(acme, "first")
    pruned(acme, later=KEPT + timedelta(minutes=5))

    again = open_with(acme, "first")

    assert again.status_code == 201
    assert "Idempotency-Replayed" not in again
    with acme.scope():
        assert Run.objects.count() == 2


def test_the_oldest_go_first_and_no_more_than_asked(acme: Cast) -> None:
    for key in ("first", "second", "third"):
        open_with(acme, key)

    assert pruned(acme, later=KEPT + timedelta(hours=1), most=2) == 2
    assert keys_of(acme) == {"third"}


def test_the_sweeper_finds_the_clients_that_have_old_keys(acme: Cast) -> None:
    open_with(acme, "first")
    with clock_ahead(KEPT + timedelta(minutes=5)):
        assert sweep()

    assert keys_of(acme) == set()


def test_another_clients_keys_stay(acme: Cast, globex: Cast) -> None:
    open_with(acme, "ours")
    open_with(globex, "theirs")

    assert pruned(acme, later=KEPT + timedelta(hours=1)) == 1
    assert keys_of(globex) == {"theirs"}

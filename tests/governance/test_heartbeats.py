"""A run's agent says that it is alive, and what it would need to go on."""

from uuid import UUID

from audit.models import Entry
from governance.models import Run
from tests.cast import Cast
from tests.governance.answering import answer


def test_a_heartbeat_extends_the_lease_and_says_to_go_on(acme: Cast) -> None:
    run = acme.open_run()

    beat = acme.api("POST", f"runs/{run['id']}/heartbeat", {"fence": run["fence"]})

    assert beat.json()["directive"] == "continue"
    assert beat.json()["lease_until"] > run["lease_until"]


def test_a_save_point_is_kept_and_told_once_while_it_stays_the_same(acme: Cast) -> None:
    run = acme.open_run()
    beat = {"fence": run["fence"], "save_point": {"stage": "matched"}}

    for _ in range(3):
        acme.api("POST", f"runs/{run['id']}/heartbeat", beat)

    with acme.scope():
        assert Run.objects.get(id=run["id"]).save_point == {"stage": "matched"}
        assert Entry.objects.filter(event="run.saved").count() == 1


def test_a_heartbeat_with_another_fence_is_refused(acme: Cast) -> None:
    run = acme.open_run()

    beat = acme.api("POST", f"runs/{run['id']}/heartbeat", {"fence": 7})

    assert beat.status_code == 409
    assert beat.json()["errors"][0]["field"] == "fence"


def test_the_heartbeat_of_a_run_that_is_over_says_stop(acme: Cast) -> None:
    run = acme.open_run()
    acme.api("POST", f"runs/{run['id']}/complete", {"summary": "Nothing to pay."})

    beat = acme.api("POST", f"runs/{run['id']}/heartbeat", {"fence": run["fence"]})

    assert beat.json()["directive"] == "stop"


def test_a_heartbeat_names_what_still_waits_and_no_more_once_it_is_answered(
    acme: Cast,
) -> None:
    run, other = acme.open_run(), acme.open_run()
    asked = acme.ask_payment(run, amount="7400.00")
    acme.ask_payment(run)
    acme.ask_payment(other, amount="7500.00")
    path, beat = f"runs/{run['id']}/heartbeat", {"fence": run["fence"]}
    assert acme.api("POST", path, beat).json()["waiting"] == [asked["id"]]

    answer(acme, UUID(asked["checkpoint"]["id"]), acme.bo)

    assert acme.api("POST", path, beat).json()["waiting"] == []

"""A run's agent says that it is alive, and what it would need to go on."""

from audit.models import Entry
from governance.models import Run
from tests.cast import Cast


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

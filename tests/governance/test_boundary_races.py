"""Publishing while others decide: every decision rests on one version, whole."""

from functools import partial

from governance.models import BoundaryRule, BoundaryVersion, Decision, Run
from governance.services.boundaries import draft_rule, publish_boundary
from tests.cast import Cast
from tests.governance.happenings import ask, open_run
from tests.racing import Racers, rounds

EVEN, ODD = "even-one", "odd-one"
_SMALL = {
    "field": "parameters.amount",
    "op": "at_most",
    "value": {"amount": "20.00", "currency": "EUR"},
}


def two_rules(cast: Cast) -> None:
    """Write two rules that refuse all payments; only one of them is ever in force."""
    with cast.scope():
        for number, key in ((90, EVEN), (91, ODD)):
            draft_rule(
                number=number,
                key=key,
                title=key,
                effect="deny",
                status="draft",
                action="payment.send",
                # Some payments stay possible, so that the clearance does not fall.
                conditions=_SMALL,
                reason="",
            )


def publish_the_other(cast: Cast) -> None:
    """Publish a version in which the rules have changed places."""
    with cast.scope(cast.ada):
        last = BoundaryVersion.objects.order_by("-number").values_list(
            "number", flat=True
        )[0]
        into, out = (EVEN, ODD) if last % 2 else (ODD, EVEN)
        BoundaryRule.objects.filter(key=into).update(status="active")
        BoundaryRule.objects.filter(key=out).update(status="draft")
        publish_boundary(published_by=cast.ada)


def asked(cast: Cast, run: Run) -> None:
    with cast.scope():
        ask(cast, run, amount="10.00")


def test_a_version_that_is_published_meanwhile_is_never_mixed_with_another(
    acme: Cast,
) -> None:
    two_rules(acme)
    publish_the_other(acme)
    run = open_run(acme)
    with Racers(3) as racers:
        for _ in rounds(among=20):
            racers.race(
                partial(asked, acme, run),
                partial(publish_the_other, acme),
                partial(asked, acme, run),
            )
            # Who asks afterwards gets the newest, in whatever process.
            asked(acme, run)

    with acme.scope():
        found = list(Decision.objects.select_related("boundary_version").order_by("id"))
        newest = BoundaryVersion.objects.order_by("-number")[0]
    for decision in found:
        version = decision.boundary_version
        assert version is not None
        keys = {hit["key"] for hit in decision.verdict["hits"]}
        assert keys == {EVEN if version.number % 2 == 0 else ODD}
    assert found[-1].boundary_version == newest
    # They met: in some round the two who asked were told of different versions.
    assert len({one.boundary_version_id for one in found}) > 1

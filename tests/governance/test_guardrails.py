"""The platform's own rules bind every client, and no rule of a client loosens them."""

import uuid
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from governance.models import (
    Checkpoint,
    Clearance,
    Decision,
    Guardrail,
    GuardrailVersion,
    LimitUse,
    RuleStatus,
)
from governance.selectors.boundaries import current_guardrails
from governance.selectors.readiness import readiness_due
from governance.services.boundaries import (
    draft_rule,
    publish_boundary,
    publish_guardrails,
    write_guardrail,
)
from governance.services.groups import rename_group
from governance.services.settling import settle_client
from tenants.errors import Conflict, Invalid, NotAllowed
from tenants.models import Group
from tenants.services import create_group, join_group
from tests.cast import Cast
from tests.governance.answering import answer, clock_ahead
from tests.governance.readying import waive_all
from tests.governance.ruling import pass_second_gate
from tests.governance.seen import seen
from tests.leads import a_lead, no_longer_a_lead

_COMPLIANCE = {"group": "Compliance", "kind": "confirm", "quorum": 1, "minutes": 90}


def a_rule(**changes: Any) -> dict[str, Any]:
    return {
        "effect": "deny",
        "subject": "*",
        "workflow": "*",
        "action": "payment.send",
        "conditions": None,
        "obligation": None,
        "limit": None,
        "reason": "The platform says so.",
        **changes,
    }


def guard(cast: Cast, key: str = "", revision: int = 0, **changes: Any) -> Guardrail:
    """Write and publish a guardrail that is about this cast's agent alone."""
    lead = a_lead()
    made = write_guardrail(
        key=key or f"guard-{uuid.uuid4().hex[:12]}",
        title="Platform first",
        status=RuleStatus.ACTIVE,
        rule=a_rule(subject=str(cast.agent.id), **changes),
        by=lead,
        reason="The insurer asks for it.",
        revision=revision,
    )
    publish_guardrails(by=lead, reason="The insurer asks for it.")
    return made


def decision_of(cast: Cast, action: dict[str, Any]) -> Decision:
    with cast.scope():
        rows = Decision.objects.select_related("guardrail_version")
        return rows.filter(action_id=action["id"]).latest("decided_at", "id")


def test_a_guardrail_refuses_what_a_client_allows(acme: Cast, globex: Cast) -> None:
    run = acme.open_run()
    assert acme.ask_payment(run)["status"] == "authorized"

    made = guard(acme)

    refused = acme.ask_payment(run)
    assert refused["status"] == "refused"
    assert [rule["key"] for rule in refused["rules"]] == [f"platform:{made.key}"]
    newest = current_guardrails()
    assert newest is not None
    assert decision_of(acme, refused).guardrail_version == newest
    # And both pages say so.
    words = seen(acme, acme.vi, "boundaries/")
    assert "payment.send: Never always, for Invoice agent. Platform first." in words
    page = seen(acme, acme.vi, f"agents/{acme.agent.id}/")
    assert "Platform first. The platform says so." in page
    # However much the client's own rules allow.
    with acme.scope():
        allowing = a_rule(key="allow-all", title="All", effect="allow")
        draft_rule(**allowing)
        publish_boundary(published_by=acme.ada)
    assert acme.ask_payment(run)["status"] == "refused"
    assert globex.ask_payment(globex.open_run())["status"] == "authorized"


def test_a_guardrail_that_allows_is_no_guardrail() -> None:
    with pytest.raises(Invalid, match="refuses or asks; allows nothing"):
        write_guardrail(
            key="open-door",
            title="Open door",
            status=RuleStatus.ACTIVE,
            rule=a_rule(effect="allow"),
            by=a_lead(),
            reason="Why not.",
            revision=0,
        )


def test_it_asks_people_of_its_own_choice_and_refuses_without_them(acme: Cast) -> None:
    guard(acme, effect="checkpoint", obligation=_COMPLIANCE)
    run = acme.open_run()
    elsewhere = {"account": "LT121000011101001000"}
    assert acme.ask_payment(run)["status"] == "refused"

    with acme.scope():
        join_group(membership=acme.bo, group=create_group(name="Compliance"))
        waive_all(acme, acme.agent)

    asked = acme.ask_payment(run)
    assert (asked["status"], asked["checkpoint"]["group"]) == ("waiting", "Compliance")
    # The client's own rule asks Finance with four eyes: that makes it stricter only.
    with (
        pytest.raises(Conflict, match="Rules ask Compliance"),
        acme.scope(acme.ada),
    ):
        rename_group(Group.objects.get(name="Compliance"), name="Others")
    strict = acme.ask_payment(run, **elsewhere)["checkpoint"]
    assert (strict["group"], strict["kind"]) == ("Compliance", "four_eyes")


def test_it_binds_what_was_allowed_before_and_has_not_happened(acme: Cast) -> None:
    action = acme.ask_payment(acme.open_run())
    assert action["status"] == "authorized"

    guard(acme)

    assert pass_second_gate(acme, UUID(action["id"])).status == "refused"


def test_an_approval_goes_stale_when_the_guardrail_says_something_else(
    acme: Cast,
) -> None:
    with acme.scope():
        group = create_group(name="Compliance")
        join_group(membership=acme.bo, group=group)
    asks: dict[str, Any] = {"effect": "checkpoint", "obligation": _COMPLIANCE}
    made = guard(acme, **asks)
    first, second = (acme.ask_payment(acme.open_run()) for _ in range(2))
    for action in (first, second):
        answer(acme, UUID(action["checkpoint"]["id"]), acme.bo)
    # Another guardrail, or a number that moved, is not what was asked about.
    guard(acme, action="something.else")
    assert pass_second_gate(acme, UUID(first["id"])).status == "running"

    guard(acme, made.key, 1, **asks, reason="It is told otherwise.")

    assert pass_second_gate(acme, UUID(second["id"])).status == "waiting"
    with acme.scope():
        assert Checkpoint.objects.filter(action_id=second["id"]).count() == 2


def test_its_limit_counts_apart_from_a_rule_that_is_called_the_same(
    acme: Cast,
) -> None:
    key = f"once-{uuid.uuid4().hex[:12]}"
    once = {"count": 1, "per": ["parameters.supplier_id"], "window": "day"}
    guard(acme, key, limit=once)
    with acme.scope():
        fields = a_rule(limit={**once, "count": 2}, key=key, title="Twice a day")
        draft_rule(**fields)
        publish_boundary(published_by=acme.ada)
    run = acme.open_run()

    assert acme.ask_payment(run)["status"] == "authorized"
    refused = acme.ask_payment(run)
    assert [rule["key"] for rule in refused["rules"]] == [f"platform:{key}"]
    with acme.scope():
        uses = LimitUse.objects.filter(rule_key__endswith=key, reserved=1)
        kept = set(uses.values_list("rule_key", flat=True))
    assert kept == {key, f"platform:{key}"}


def test_only_a_lead_writes_and_publishes_with_a_reason(acme: Cast) -> None:
    lead, gone = a_lead(), a_lead()
    no_longer_a_lead(gone)
    key = f"guard-{uuid.uuid4().hex[:12]}"
    fields: dict[str, Any] = {
        "key": key,
        "title": "Nothing odd",
        "status": RuleStatus.DRAFT,
        "rule": a_rule(action="odd.thing"),
        "by": lead,
        "reason": "To be ready.",
        "revision": 0,
    }
    for who in (acme.ada.user, gone):
        with pytest.raises(NotAllowed):
            write_guardrail(**{**fields, "by": who})
        with pytest.raises(NotAllowed):
            publish_guardrails(by=who, reason="Why.")
    wrongs: list[tuple[dict[str, Any], str]] = [
        ({"reason": " "}, "reason"),
        ({"key": "a b"}, "key"),
        ({"rule": a_rule(action="a b")}, "action"),
        ({"rule": a_rule(conditions={"all": []})}, "conditions"),
    ]
    for wrong, field in wrongs:
        with pytest.raises(Invalid) as refused:
            write_guardrail(**{**fields, **wrong})
        assert refused.value.field == field

    first = write_guardrail(**fields)
    with pytest.raises(Conflict, match="newer revision"):
        write_guardrail(**fields)
    with pytest.raises(Conflict, match="Nothing is different"):
        write_guardrail(**{**fields, "revision": 1})
    second = write_guardrail(**{**fields, "revision": 1, "status": RuleStatus.OBSERVE})
    version = publish_guardrails(by=lead, reason="The insurer.")
    with pytest.raises(Conflict, match=f"since version {version.number}"):
        publish_guardrails(by=lead, reason="Again.")
    with pytest.raises(Conflict, match="have changed since you read them"):
        publish_guardrails(by=lead, reason="Again.", shown="sha256:0")

    assert (first.revision, second.revision) == (1, 2)
    assert (version.published_by, version.reason) == (lead, "The insurer.")
    rules = {rule["key"]: rule for rule in version.document["rules"]}
    assert rules[f"platform:{key}"]["observe"] is True
    for row, field in ((second, "reason"), (version, "reason")):
        setattr(row, field, "Another.")
        with pytest.raises(DatabaseError), transaction.atomic():
            row.save(update_fields=[field])
    assert GuardrailVersion.objects.get(id=version.id).reason == "The insurer."


def test_what_is_ready_is_looked_at_again_once_guardrails_are_published(
    acme: Cast,
) -> None:
    # Later than whatever other tests have published.
    with clock_ahead(timedelta(minutes=1)):
        with acme.scope():
            clearance = Clearance.objects.get()
            settle_client()
        assert clearance.pk not in _due()

        guard(acme)

        assert clearance.pk in _due()


def _due() -> set[UUID]:
    return {row_id for _, row_id in readiness_due("clearances", 1_000_000)}

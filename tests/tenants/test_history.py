"""Every version of what people configure stays, with who made it and why."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from agents.models import Agent
from agents.services import register_agent
from governance.models import BoundaryRule, Record
from governance.services.boundaries import load_records
from tenants.clock import database_now
from tenants.models import Group, GroupMember, Membership
from tenants.scoping import PLATFORM, NoClientScope, client_scope, lead_scope
from tenants.selectors import person
from tenants.services import create_group, join_group
from tests.cast import Cast, make_acme, make_globex
from tests.catalogue import history_tables, tracked_models

WHY = "The auditors asked for it."
# What people configure or answer for. What happens is told by the ledger alone.
TRACKED = {
    "agents.Absence",
    "agents.Agent",
    "agents.AllowedHost",
    "agents.Ownership",
    "agents.Runner",
    "governance.BoundaryRule",
    "governance.Clearance",
    "governance.Halt",
    "governance.NamedList",
    "governance.ReadinessPolicy",
    "governance.Record",
    "governance.Register",
    "governance.Ticket",
    "governance.Waiver",
    "governance.Workflow",
    "tenants.Client",
    "tenants.Delegation",
    "tenants.Group",
    "tenants.GroupMember",
    "tenants.Membership",
}


@pytest.fixture(scope="module")
def us() -> Cast:
    """Acme."""
    return make_acme()


@pytest.fixture(scope="module")
def them() -> Cast:
    """Globex."""
    return make_globex()


def test_what_is_tracked_is_written_down() -> None:
    assert {model._meta.label for model in tracked_models()} == TRACKED


def test_every_version_says_who_when_and_why() -> None:
    said = {
        "actor_kind",
        "actor_label",
        "history_change_reason",
        "history_date",
        "history_id",
        "history_type",
        "history_user_id",
        "recorded_at",
    }
    kept: list[Any] = list(tracked_models())
    assert len(kept) == len(history_tables())
    for model in kept:
        fields = {field.name for field in model.history.model._meta.get_fields()}
        own = {field.name for field in model._meta.local_concrete_fields}
        assert said | own <= fields, model


def test_a_version_names_the_person_and_the_reason_of_its_scope(us: Cast) -> None:
    with client_scope(us.client.id, actor=person(us.ada.user), reason=WHY):
        before = database_now()
        agent = register_agent(name="Report agent", purpose="Reads reports.")
        after = database_now()
        [version] = _versions(agent)

    assert version.history_type == "+"
    assert version.history_user_id == us.ada.user_id
    assert version.actor_kind == "person"
    assert version.actor_label == "Ada Rossi"
    assert version.history_change_reason == WHY
    assert before <= version.recorded_at <= after


def test_a_version_of_the_platforms_making_says_so(us: Cast) -> None:
    with client_scope(us.client.id, actor=PLATFORM):
        [version] = _versions(create_group(name="Night watch"))

    assert version.history_user_id is None
    assert (version.actor_kind, version.actor_label) == ("platform", "Remit")
    assert version.history_change_reason == ""


def test_each_change_leaves_another_version_and_the_old_one_as_it_was(
    us: Cast,
) -> None:
    with us.scope(us.ada):
        rule = BoundaryRule.objects.earliest("number")
        title = rule.title
    with client_scope(us.client.id, actor=person(us.bo.user), reason=WHY):
        rule.title = "Small payments to known suppliers"
        rule.save(update_fields=["title"])
        second, first = _versions(rule)

    assert (first.history_type, first.title, first.actor_label) == (
        "+",
        title,
        "Ada Rossi",
    )
    assert (second.history_type, second.title, second.actor_label) == (
        "~",
        "Small payments to known suppliers",
        "Bo Lindqvist",
    )
    assert second.history_change_reason == WHY


def test_a_scope_inside_another_signs_its_own_versions(us: Cast) -> None:
    with us.scope(us.ada):
        first = create_group(name="Sales")
        with us.scope(us.bo):
            second = create_group(name="Stores")
        third = create_group(name="Shipping")
        labels = [_versions(one)[0].actor_label for one in (first, second, third)]

    assert labels == ["Ada Rossi", "Bo Lindqvist", "Ada Rossi"]


def test_what_is_deleted_keeps_its_versions(us: Cast) -> None:
    with us.scope(us.ada):
        group = create_group(name="Leavers")
        join_group(membership=us.vi, group=group)
        member = GroupMember.objects.get(group=group)
        kept = member.id
        member.delete()
        gone = GroupMember.history.filter(id=kept).order_by("-recorded_at")
        types = [version.history_type for version in gone]

    assert types == ["-", "+"]


def test_services_that_change_rows_leave_versions(us: Cast) -> None:
    one = {"id": "H-1", "name": "Hansa", "status": "approved"}
    with us.scope(us.ada):
        load_records(name="suppliers", title="Suppliers", records=[one])
        load_records(
            name="suppliers",
            title="Suppliers",
            records=[one | {"status": "suspended"}],
        )
        # What does not differ leaves none.
        load_records(
            name="suppliers",
            title="Suppliers",
            records=[one | {"status": "suspended"}],
        )
        found = _versions(Record.objects.get(key="H-1"))

    assert [version.data["status"] for version in found] == ["suspended", "approved"]


def test_the_reason_of_one_scope_does_not_stick_to_the_next(us: Cast) -> None:
    with client_scope(us.client.id, actor=person(us.ada.user), reason=WHY):
        agent = Agent.objects.get(id=us.agent.id)
        agent.save(update_fields=["purpose"])
    with us.scope(us.ada):
        agent.save(update_fields=["purpose"])
        newest = _versions(agent)[0]

    assert newest.history_change_reason == ""


def test_a_version_is_in_the_name_of_the_scopes_actor_during_a_request_too(
    us: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Where the library would look first.
    request = SimpleNamespace(user=us.vi.user)
    monkeypatch.setattr(HistoricalRecords.context, "request", request, raising=False)

    with us.scope(us.ada):
        [version] = _versions(create_group(name="Asked for"))

    assert version.history_user_id == us.ada.user_id


def test_without_a_scope_there_is_neither_a_change_nor_a_version(us: Cast) -> None:
    with us.scope(us.ada):
        group = Group.objects.get(name="Finance")
        count = len(_versions(group))

    group.name = "Accounts"
    with pytest.raises(NoClientScope):
        group.save()
    with us.scope(us.ada):
        assert len(_versions(group)) == count


def test_versions_of_another_client_do_not_exist(us: Cast, them: Cast) -> None:
    versions: Any = Membership
    with them.scope():
        assert versions.history.exists()
        foreign = set(versions.history.values_list("history_id", flat=True))
    with us.scope():
        assert not versions.history.filter(history_id__in=foreign).exists()
        assert versions.history.exists()
    assert not versions.history.exists()
    with lead_scope(actor=PLATFORM):
        assert versions.history.filter(history_id__in=foreign).exists()


def test_the_state_at_a_moment_has_one_answer(us: Cast) -> None:
    with us.scope(us.ada):
        group = create_group(name="Before")
    moment = timezone.now()
    with us.scope(us.ada):
        group.name = "After"
        group.save(update_fields=["name"])
        versions: Any = group
        then = versions.history.as_of(moment)
        now = versions.history.as_of(timezone.now() + timedelta(seconds=1))

    assert (then.name, now.name) == ("Before", "After")


def _versions(row: models.Model) -> list[Any]:
    kept: Any = type(row)
    key: UUID = row.pk
    return list(kept.history.filter(id=key).order_by("-recorded_at"))

"""The next version of a process, while it is written, and once it is published."""

import pytest
from django.db import DatabaseError, transaction

from audit.selectors import Filters, story
from governance.models import Clearance, WorkflowDraft, WorkflowVersion
from governance.procedure import Procedure, Step, read_procedure, written
from governance.selectors.drafts import required_draft
from governance.services.drafting import (
    begin_draft,
    change_draft,
    discard_draft,
    publish_draft,
    start_workflow,
)
from tenants.errors import Conflict, Invalid, NotAllowed, NotFound
from tenants.models import Role
from tests.cast import Cast
from tests.database import changed, run
from tests.governance.readying import version_of

ONE = Procedure((Step("count", "Count the cash"),))


def test_a_process_is_written_and_published_and_then_never_changes(acme: Cast) -> None:
    with acme.scope(acme.ada):
        draft = start_workflow(title="  Petty   cash ", by=acme.ada)
        change_draft(draft, ONE, seen=1, by=acme.ada)
        version = publish_draft(draft, seen=2, by=acme.ada)
        told = [line.sentence for line in story(Filters())]

    assert (version.workflow.key, version.workflow.title) == (
        "petty-cash",
        "Petty cash",
    )
    assert version.number == 1
    assert version.steps == written(ONE)
    assert any("Petty cash" in sentence for sentence in told)
    with acme.scope(), pytest.raises(NotFound):
        required_draft(version.workflow)


def test_a_published_version_cannot_be_changed_even_by_hand(acme: Cast) -> None:
    with acme.scope():
        key = version_of(acme).pk
        for statement in (
            "UPDATE governance_workflowversion SET steps = '[]' WHERE id = %s",
            "UPDATE governance_workflowversion SET number = 9 WHERE id = %s",
            "DELETE FROM governance_workflowversion WHERE id = %s",
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                run(statement, key)
        assert WorkflowVersion.objects.get(pk=key).steps == version_of(acme).steps


def test_the_next_version_begins_with_the_newest_and_clearances_fall(
    acme: Cast,
) -> None:
    with acme.scope(acme.ada):
        draft = begin_draft(version_of(acme).workflow, by=acme.ada)
        again = begin_draft(version_of(acme).workflow, by=acme.ada)
        before = read_procedure(draft.steps)
        with pytest.raises(Conflict, match="Nothing is different"):
            publish_draft(draft, seen=1, by=acme.ada)
        change_draft(draft, Procedure(before.steps[:2]), seen=1, by=acme.ada)
        publish_draft(draft, seen=2, by=acme.ada)
        fallen = Clearance.objects.get()

    assert again == draft
    assert before == read_procedure(draft.steps)
    assert fallen.get_fell_because_display() == (
        "a newer version of the process was published"
    )


def test_who_did_not_see_the_last_change_changes_nothing(acme: Cast) -> None:
    with acme.scope(acme.ada):
        draft = start_workflow(title="Petty cash", by=acme.ada)
        change_draft(draft, ONE, seen=1, by=acme.ada)
        for act in (
            lambda: change_draft(draft, Procedure(()), seen=1, by=acme.ada),
            lambda: publish_draft(draft, seen=1, by=acme.ada),
            lambda: discard_draft(draft, seen=1, by=acme.ada),
        ):
            with pytest.raises(Conflict, match="Ada Rossi changed it in the meantime"):
                act()
        assert WorkflowDraft.objects.get().steps == written(ONE)


def test_an_auditor_writes_nothing_and_only_an_admin_publishes(acme: Cast) -> None:
    operator = next(one for one in acme.people.values() if one.role == Role.OPERATOR)
    with acme.scope(acme.vi), pytest.raises(NotAllowed):
        start_workflow(title="Petty cash", by=acme.vi)
    with acme.scope(operator):
        draft = start_workflow(title="Petty cash", by=operator)
        change_draft(draft, ONE, seen=1, by=operator)
        with pytest.raises(NotAllowed, match="Only an admin can publish"):
            publish_draft(draft, seen=2, by=operator)


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("!!!", "in letters"),
        ("Supplier invoice payment", "is called so"),
    ],
)
def test_a_title_that_is_none_or_taken_is_refused(
    acme: Cast, title: str, told: str
) -> None:
    with acme.scope(acme.ada):
        with pytest.raises(Invalid, match=told):
            start_workflow(title=title, by=acme.ada)
        assert not WorkflowDraft.objects.exists()


def test_nothing_empty_or_broken_is_published(acme: Cast) -> None:
    with acme.scope(acme.ada):
        draft = start_workflow(title="Petty cash", by=acme.ada)
        with pytest.raises(Conflict, match="no steps yet"):
            publish_draft(draft, seen=1, by=acme.ada)
        twice = Procedure((Step("a", "A"), Step("a", "B")))
        change_draft(draft, twice, seen=1, by=acme.ada)
        with pytest.raises(Invalid, match="Two steps"), transaction.atomic():
            publish_draft(draft, seen=2, by=acme.ada)
        assert WorkflowDraft.objects.get().revision == 2


def test_a_draft_that_is_thrown_away_leaves_what_is_published(acme: Cast) -> None:
    with acme.scope(acme.ada):
        workflow = version_of(acme).workflow
        draft = begin_draft(workflow, by=acme.ada)
        discard_draft(draft, seen=1, by=acme.ada)
        with pytest.raises(Conflict, match="published or thrown away"):
            change_draft(draft, ONE, seen=1, by=acme.ada)
        assert version_of(acme).number == 1


def test_another_client_sees_no_draft(acme: Cast, globex: Cast) -> None:
    with acme.scope(acme.ada):
        start_workflow(title="Petty cash", by=acme.ada)
    with globex.scope():
        assert not WorkflowDraft.objects.exists()
        assert changed("UPDATE governance_workflowdraft SET revision = 9") == 0

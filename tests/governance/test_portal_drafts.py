"""Writing a process down on its pages, where what is missing leads the way."""

from collections.abc import Callable
from typing import Any

from governance.models import WorkflowDraft
from governance.procedure import ActorKind, Disposition, PerformerKind, read_procedure
from tenants.models import Membership, Role
from tests.cast import Cast
from tests.governance.readying import version_of
from tests.governance.seen import headline, read, seen, visit
from tests.governance.setting_up import do

ROWS = {
    "failures-TOTAL_FORMS": "1",
    "failures-INITIAL_FORMS": "0",
    "ways-TOTAL_FORMS": "0",
    "ways-INITIAL_FORMS": "0",
}
COUNTED: dict[str, str] = {
    **ROWS,
    "seen": "1",
    "title": "Count the cash",
    "performer": "person",
    "who": "group:Finance",
    "input": "the cash box",
    "output": "the sum that is in it",
    "failures-0-what": "It is not what the book says.",
    "failures-0-who": "owner",
    "failures-0-then": "counts it again",
    "policy": "hand_over",
    "halt_who": "group:Finance",
    "within": "60",
    "halt_text": "Count it again.",
}


def begun(cast: Cast) -> str:
    """Return where Ada writes a process that she has just begun."""
    do(cast, cast.ada, "workflows/start/", title="Petty cash")
    with cast.scope():
        draft = WorkflowDraft.objects.get(workflow__key="petty-cash")
    return f"workflows/{draft.workflow_id}/draft/"


def write(cast: Cast, path: str, fields: dict[str, str]) -> Any:
    """Send the form of a step as Ada, and return what she then sees."""
    where = f"/c/{cast.client.slug}/{path}write/"
    return cast.browser(cast.ada).post(where, fields, follow=True)


def now_at(cast: Cast) -> WorkflowDraft:
    with cast.scope():
        return WorkflowDraft.objects.get(workflow__key="petty-cash")


def test_a_step_is_kept_as_it_was_typed_and_comes_back_the_same(acme: Cast) -> None:
    path = begun(acme)

    kept = write(acme, path, COUNTED)

    assert "“Count the cash” is kept." in read(kept)
    (step,) = read_procedure(now_at(acme).steps).steps
    assert step.key == "count-the-cash"
    assert step.performer is not None
    assert step.performer.kind is PerformerKind.PERSON
    assert step.failures[0].who is not None
    assert step.failures[0].who.kind is ActorKind.OWNER
    assert step.on_halt is not None
    assert step.on_halt.policy is Disposition.HAND_OVER
    form = visit(acme, acme.ada, f"{path}step/?key=count-the-cash").context
    again = {**ROWS, "failures-INITIAL_FORMS": "1"}
    again |= {name: str(value or "") for name, value in form["form"].initial.items()}
    row = form["failures"].forms[0]
    again |= {f"failures-0-{name}": value for name, value in row.initial.items()}
    again = {name: value for name, value in again.items() if value != "False"}
    write(acme, path, again)
    assert read_procedure(now_at(acme).steps).steps == (step,)
    assert now_at(acme).revision == 3


PAID = {
    **ROWS,
    "seen": "1",
    "title": "Pay it",
    "performer": "agent",
    "action": "payment.send",
    "policy": "reconcile",
    "halt_who": "owner",
}


def test_a_step_says_what_follows_in_a_single_case(acme: Cast) -> None:
    path = begun(acme)

    kept = write(acme, path, {**PAID, "cases-CHECKPOINT_TIMEOUT": "hand_over"})

    words = read(kept)
    told = "The run stops and is handed over, stricter than usual, if nobody answers"
    assert told in words
    assert "It ends there, and the agent is told if it fails, and nothing" in words
    form = visit(acme, acme.ada, f"{path}step/?key=pay-it").content.decode()
    assert "Usually: its target is asked what happened." in form
    assert '<option value="hand_over" selected>The run stops and is handed' in form
    published = do(acme, acme.ada, f"{path}publish/", seen="2")
    assert "Version 1 is published." in read(published)


def test_what_cannot_be_done_is_told_at_its_case_and_nothing_is_lost(
    acme: Cast,
) -> None:
    path = begun(acme)

    refused = write(acme, path, {**PAID, "cases-LOST_AFTER_SEND": "retry"})

    assert refused.status_code == 422
    told = "That cannot be done here. Possible is: Its target is asked what happened;"
    assert told in read(refused)
    assert "Pay it" in refused.content.decode()
    assert now_at(acme).steps == []


def test_what_is_looser_than_usual_is_published_by_somebody_else(acme: Cast) -> None:
    path = begun(acme)
    write(acme, path, {**PAID, "cases-EXCEPTION_CLEAN": "retry"})
    assert "looser than usual, if it fails" in seen(acme, acme.ada, path)
    with acme.scope():
        Membership.objects.filter(id=acme.cy.id).update(role=Role.ADMIN)

    alone = do(acme, acme.ada, f"{path}publish/", seen="2")
    other = do(acme, acme.cy, f"{path}publish/", seen="2")

    assert alone.status_code == 403
    assert "“Pay it” is looser about stopping midway than usual" in read(alone)
    assert "Version 1 is published." in read(other)


def test_what_is_missing_leads_to_the_step(acme: Cast) -> None:
    path = begun(acme)

    write(acme, path, {**ROWS, "seen": "1", "title": "Count it"})
    page = visit(acme, acme.ada, path)

    assert "missing before a person could follow it." in headline(page)
    assert f"/{path}step/?key=count-it" in page.content.decode()
    assert "“Count it”" in read(page)


def test_a_row_without_its_first_field_is_told_there_and_nothing_is_lost(
    acme: Cast,
) -> None:
    path = begun(acme)

    wrong = {**COUNTED, "failures-0-what": "", "within": "0"}
    refused = write(acme, path, wrong)

    assert refused.status_code == 422
    assert "Say what can go wrong." in read(refused)
    assert "counts it again" in refused.content.decode()
    assert "greater than or equal to 1" in read(refused)
    assert now_at(acme).steps == []


def test_a_page_that_is_old_changes_nothing(acme: Cast) -> None:
    path = begun(acme)
    write(acme, path, COUNTED)

    late = write(acme, path, {**COUNTED, "title": "Another"})

    assert late.status_code == 409
    assert "changed it in the meantime" in read(late)
    assert len(now_at(acme).steps) == 1


def test_a_step_that_is_not_there_is_not_found_nor_moved(acme: Cast) -> None:
    path = begun(acme)

    assert visit(acme, acme.ada, f"{path}step/?key=none").status_code == 404
    moved = do(acme, acme.ada, f"{path}move/", seen="1", key="none", by="1")
    assert moved.status_code == 422
    assert "This step is not there any more." in read(moved)


def test_who_may_not_write_is_offered_nothing(acme: Cast) -> None:
    begun(acme)

    assert "Write a process down" not in seen(acme, acme.vi, "workflows/")
    assert "Petty cash" in seen(acme, acme.vi, "workflows/")
    where = f"workflows/{_workflow(acme)}/"
    assert "Write the next version" not in seen(acme, acme.vi, where)
    assert "Write the next version" in seen(acme, acme.ada, where)


def test_a_step_keeps_who_has_left_until_somebody_changes_it(acme: Cast) -> None:
    path = begun(acme)
    write(acme, path, COUNTED)
    with acme.scope():
        draft = now_at(acme)
        draft.steps[0]["action"] = "cash.count"
        draft.save(update_fields=["steps"])

    page = visit(acme, acme.ada, f"{path}step/?key=count-the-cash")
    kept = {**COUNTED, "seen": "2", "key": "count-the-cash", "action": "cash.count"}
    saved = write(acme, path, kept)

    assert "cash.count, no longer here" in page.content.decode()
    assert saved.status_code == 200
    assert now_at(acme).steps[0]["action"] == "cash.count"


def test_the_list_of_processes_costs_the_same_however_many_there_are(
    acme: Cast, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    browser = acme.browser(acme.ada)
    where = f"/c/{acme.client.slug}/workflows/"
    browser.get(where)
    for number in range(4):
        do(acme, acme.ada, "workflows/start/", title=f"Process {number}")
    with django_assert_max_num_queries(20):
        assert browser.get(where).status_code == 200


def _workflow(cast: Cast) -> str:
    with cast.scope():
        return str(version_of(cast).workflow_id)

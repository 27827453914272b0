"""Before rules take effect: trying them out, what is found, and replaying the past."""

from typing import Any
from unittest import mock

from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from governance.models import (
    BoundaryRule,
    Decision,
    HaltScope,
    LimitUse,
    ReplayJob,
    RuleStatus,
)
from governance.selectors.boundaries import document_problems, draft_document
from governance.selectors.catalogue_of_actions import catalogue_of_actions
from governance.selectors.findings import draft_findings
from governance.services import halts, replays
from tests.cast import NORDLICHT, Cast
from tests.database import changed
from tests.governance.seen import headline, read, seen, visit

TRY, FINDINGS, REPLAY = "boundaries/try/", "boundaries/findings/", "boundaries/replay/"
OVER_400 = {
    "field": "parameters.amount",
    "op": "more_than",
    "value": {"amount": "400.00", "currency": "EUR"},
}


def drafted(cast: Cast, key: str, **fields: Any) -> None:
    given = {
        "key": key,
        "number": 50,
        "title": key.replace("-", " ").capitalize(),
        "effect": "deny",
        "action": "payment.send",
        "reason": "",
        "status": RuleStatus.ACTIVE,
        **fields,
    }
    with cast.scope():
        # As a rule was that was written before its language changed.
        BoundaryRule(**given).save(force_insert=True)


def filled(cast: Cast, **changes: str) -> dict[str, str]:
    return {
        "action": "payment.send",
        "rules": "current",
        "agent": str(cast.agent.id),
        "workflow": "supplier-invoice-payment",
        "example/invoice": "NL-1",
        "example/supplier_id": NORDLICHT["id"],
        "example/supplier_name": NORDLICHT["name"],
        "example/account": NORDLICHT["account"],
        "example/amount/amount": "480.00",
        "example/amount/currency": "EUR",
        **changes,
    }


def tried(cast: Cast, **changes: str) -> Any:
    path = f"/c/{cast.client.slug}/{TRY}answer/"
    return cast.browser(cast.vi).post(path, filled(cast, **changes))


def test_the_demos_own_rules_can_be_published_and_do_what_was_meant(acme: Cast) -> None:
    with acme.scope():
        found = draft_findings()
        names = catalogue_of_actions().agents

    assert found.problems == ()
    assert found.analysis.complete
    assert [one.text for one in found.analysis.insights] == []
    assert names[str(acme.agent.id)] == acme.agent.name


def test_trying_out_says_what_the_rules_would_say_and_records_nothing(
    acme: Cast,
) -> None:
    with acme.scope():
        before = Entry.objects.count()

    page = tried(acme)

    told = read(page)
    assert page.status_code == 200
    assert headline(page) == "It would be allowed."
    assert "Rule 1 decides: “Small payments to approved suppliers”." in told
    assert "boundary version 1" in told
    assert "1 of 1 is left; it would take 1." in told
    assert "20,000.00 EUR of 20,000.00 EUR is left; it would take 480.00 EUR." in told
    assert "The record “supplier” was found:" in told
    with acme.scope():
        assert Entry.objects.count() == before
        assert not Decision.objects.exists()
        assert not LimitUse.objects.exists()


def test_trying_out_counts_what_limits_have_left(acme: Cast) -> None:
    run = acme.open_run()
    acme.ask_payment(run, invoice="NL-1")

    told = read(tried(acme))

    assert "It would be refused." in told
    assert "has no room" in told or "is used up" in told


def test_drafted_rules_can_be_tried_out_before_they_are_published(acme: Cast) -> None:
    drafted(acme, "nothing-over-400", conditions=OVER_400)

    told = read(tried(acme, rules="draft"))

    assert "It would be refused." in told
    assert "480.00 EUR is over 400.00 EUR" in told
    assert "By the drafted rules." in told
    assert "It would be allowed." in read(tried(acme))


def test_what_does_not_fit_the_schema_is_said_where_it_is(acme: Cast) -> None:
    page = tried(acme, **{"example/amount/currency": "euros"})

    assert page.status_code == 422
    assert "parameters.amount.currency" in read(page)
    assert read(tried(acme, agent="0192f0c1-1111-7000-8000-00000000000f"))


def test_another_action_can_be_chosen(acme: Cast) -> None:
    told = visit(
        acme, acme.mo if "mo" in acme.people else acme.vi, f"{TRY}?action=invoice.match"
    )

    assert 'name="example/order"' in told.content.decode()


def test_findings_name_problems_before_publication_and_oddities(acme: Cast) -> None:
    both = {"all": [{**OVER_400, "op": "at_most"}, OVER_400]}
    drafted(acme, "never", effect="allow", conditions=both)
    drafted(
        acme,
        "misspelt",
        number=51,
        conditions={"field": "parameters.amuont", "op": "is_missing"},
    )
    drafted(
        acme, "retired", number=52, action="nothing.here", status=RuleStatus.RETIRED
    )

    page = visit(acme, acme.vi, FINDINGS)

    told = read(page)
    assert headline(page) == "1 problem must be put right before publishing."
    assert (
        "Rule 51, “Misspelt” at conditions: for payment.send: its schema does" in told
    )
    assert "Never applies. Rule 50 “Never” never applies: nothing is such that" in told
    assert "nothing.here" not in told
    with acme.scope():
        assert [one.rule for one in document_problems(draft_document())] == ["misspelt"]


def test_findings_ask_for_so_much_whatever_there_is_to_find(acme: Cast) -> None:
    def asked() -> int:
        browser = acme.browser(acme.vi)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(f"/c/{acme.client.slug}/{FINDINGS}").status_code == 200
        return len(queries)

    asked()
    before = asked()
    for number in range(60, 70):
        drafted(acme, f"more-{number}", number=number, conditions=OVER_400)

    assert asked() == before


def test_rules_that_cannot_be_read_are_one_problem(acme: Cast) -> None:
    drafted(acme, "broken", conditions={"field": "parameters.amount", "op": "nope"})

    told = seen(acme, acme.vi, FINDINGS)

    assert "1 problem must be put right before publishing." in told
    assert "conditions.op" in told


def test_records_tell_which_facts_there_are(acme: Cast) -> None:
    with acme.scope():
        facts = catalogue_of_actions().actions["payment.send"].facts["supplier"]
        assert facts is not None
        assert {"status", "account"} <= facts
    drafted(
        acme, "fact", conditions={"field": "facts.supplier.sattus", "op": "is_missing"}
    )

    with acme.scope():
        (problem,) = document_problems(draft_document())
    assert "no record of “supplier” has facts.supplier.sattus" in problem.text


def ask_replay(cast: Cast, days: str = "30") -> str:
    path = f"/c/{cast.client.slug}/{REPLAY}ask/"
    answer = cast.browser(cast.ada).post(path, {"days": days})
    assert answer.status_code == 302, read(answer)
    return str(answer.headers["Location"].removeprefix(f"/c/{cast.client.slug}/"))


def test_a_replay_says_what_the_drafted_rules_would_have_changed(acme: Cast) -> None:
    run = acme.open_run()
    for amount in ("100.00", "450.00", "480.00", "7400.00"):
        acme.ask_payment(run, amount=amount)
    drafted(acme, "nothing-over-400", conditions=OVER_400)
    with acme.scope():
        decided = Decision.objects.count()

    page = ask_replay(acme)
    assert "Waiting for a worker" in seen(acme, acme.vi, page)
    again = acme.browser(acme.ada).post(
        f"/c/{acme.client.slug}/{REPLAY}ask/", {"days": "9"}
    )
    assert "A replay is under way." in read(again)
    with mock.patch.object(replays, "_PAGE", 2):
        assert replays.replay_due() >= 1

    told = seen(acme, acme.vi, page)
    assert "Of 4 actions, 3 would have been refused." in told
    assert "2 actions would be refused, by “Nothing over 400”" in told
    assert "payment.send by Invoice agent, which is allowed now" in told
    assert "in all 930.00 EUR" in told
    assert "1 action would be refused, by “Nothing over 400”" in told
    assert "450.00 EUR is over 400.00 EUR" in told
    assert "Of 4 actions" in seen(acme, acme.vi, REPLAY)
    with acme.scope():
        assert Decision.objects.count() == decided
        assert Entry.objects.filter(event="boundary.replayed").count() == 1
        assert ReplayJob.objects.get().done == 4


def test_a_replay_that_a_worker_left_is_begun_anew_and_only_then(acme: Cast) -> None:
    acme.ask_payment(acme.open_run())
    page = ask_replay(acme)
    with acme.scope():
        job = ReplayJob.objects.get()
        assert replays._claim(job.id) is not None
        assert replays._claim(job.id) is None
    with acme.scope():
        changed(
            "UPDATE governance_replayjob SET lease_until = remit_now() WHERE id = %s",
            job.id,
        )

    replays.replay_due()

    assert "Nothing would have changed: 1 action." in seen(acme, acme.vi, page)


def test_a_replay_of_rules_that_cannot_be_read_is_refused(acme: Cast) -> None:
    drafted(acme, "broken", conditions={"field": "parameters.amount", "op": "nope"})
    path = f"/c/{acme.client.slug}/{REPLAY}ask/"

    answer = acme.browser(acme.ada).post(path, {"days": "30"})

    assert answer.status_code == 422
    assert "conditions.op" in read(answer)
    with acme.scope():
        assert not ReplayJob.objects.exists()


def test_what_was_refused_for_other_reasons_than_rules_is_not_replayed(
    acme: Cast,
) -> None:
    run = acme.open_run()
    acme.ask_payment(run)
    with acme.scope():
        halts.set_halt(
            scope=HaltScope.AGENT,
            target_id=acme.agent.id,
            by=acme.ada,
            label="Invoice agent",
            reason="A drill.",
        )
    assert acme.ask_payment(run)["refused_by"] == "standing"
    page = ask_replay(acme)

    replays.replay_due()

    assert "Nothing would have changed: 1 action." in seen(acme, acme.vi, page)

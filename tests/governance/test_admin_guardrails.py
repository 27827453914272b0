"""Governance leads write guardrails, publish them, and see what rules cover."""

import uuid
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import (
    BoundaryRule,
    BoundaryVersion,
    Guardrail,
    GuardrailVersion,
    RuleStatus,
)
from governance.services.boundaries import (
    draft_rule,
    publish_boundary,
    set_rule_status,
)
from tenants.clock import database_now
from tenants.models import User
from tests.cast import Cast
from tests.governance.seen import read
from tests.leads import a_lead, browser_of

_AT = "/admin/governance/boundaryversion/guardrails/"
_RULES = "/admin/governance/boundaryrule/"
EVERY_LINE = {
    "count": "1",
    "row-0-about": "list",
    "row-0-of": "parameters.lines",
    "row-0-how": "every",
    "row-0-part": "amount",
    "row-0-op": "at_most",
    "row-0-value": "500.00 EUR",
}
HOSTILE = "<script>alert(1)</script>"


def typed(**changes: str) -> dict[str, str]:
    return {
        "key": f"guard-{uuid.uuid4().hex[:12]}",
        "title": "Nothing odd at night",
        "effect": "deny",
        "subject": "*",
        "workflow": "*",
        "action": f"odd.thing-{uuid.uuid4().hex[:12]}",
        "join": "all",
        "count": "0",
        "kind": "confirm",
        "quorum": "1",
        "minutes": "60",
        "reason": "Nobody watches.",
        "status": "active",
        "why": "The insurer asks for it.",
        "revision": "0",
        **changes,
    }


def post(lead: User, path: str, **fields: str) -> Any:
    return browser_of(lead).post(f"{_AT}{path}", fields, follow=True)


def publish(lead: User, **changes: str) -> Any:
    page = browser_of(lead).get(_AT)
    shown = str(page.context["form"]["shown"].value())
    return post(lead, "", **{"why": "The insurer.", "shown": shown, **changes})


def test_a_guardrail_is_written_revised_and_published_with_reasons() -> None:
    lead, fields = a_lead(), typed(title=f"Odd {HOSTILE}")
    written = post(lead, "new/", **fields)
    assert "It binds nobody until" in read(written)
    assert HOSTILE not in written.content.decode()

    assert publish(lead, why=" ").status_code == 422
    stale = publish(lead, shown="sha256:0")
    assert stale.status_code == 409
    assert "have changed since you read them" in read(stale)
    done = publish(lead)
    assert "They bind every client." in read(done)
    version = GuardrailVersion.objects.latest("number")
    assert (version.published_by, version.reason) == (lead, "The insurer.")

    where = f"guardrail/?key={fields['key']}"
    fields |= {"status": "observe", "title": "Odd things", "revision": "1"}
    again = post(lead, where, **{**fields, "key": "another", "why": "Too much."})
    assert again.status_code == 200
    assert post(lead, where, **fields).status_code == 409
    newest = Guardrail.objects.filter(key=fields["key"]).latest("revision")
    assert (newest.revision, newest.reason) == (2, "Too much.")
    page = read(browser_of(lead).get(f"{_AT}{where}"))
    assert "is “Odd things”." in page
    assert "In the next version it was “in force” and is “only observes”." in page
    listed = read(browser_of(lead).get(_AT))
    assert f"Odd things (platform:{fields['key']}): It only observes." in listed
    publish(lead)
    one = f"{_AT}version/?number={version.number + 1}"
    shown = read(browser_of(lead).get(one))
    assert "It only observes." in shown
    assert "The insurer." in shown
    for missing in (f"{_AT}version/?number=0", f"{_AT}guardrail/?key=none"):
        assert browser_of(lead).get(missing).status_code == 404


def test_what_does_not_read_is_said_and_nothing_is_written(acme: Cast) -> None:
    lead = a_lead()
    for wrong, told in [
        ({"action": "no spaces"}, "a pattern has letters"),
        ({"join": "written", "written": "{"}, "This is no JSON."),
        (
            {"join": "written", "written": '{"all": []}'},
            "a group has at least one condition",
        ),
        ({**EVERY_LINE, "row-0-value": "soon"}, "a decimal number is written"),
        ({"effect": "checkpoint"}, "text here cannot be empty"),
        ({"effect": "allow"}, "Select a valid choice"),
        ({"key": "a b"}, "Write letters, digits and hyphens"),
        ({"why": ""}, "Write the reason"),
        ({"revision": "7"}, "newer revision"),
    ]:
        fields = typed(**wrong)
        refused = post(lead, "new/", **fields)
        assert refused.status_code in {409, 422}, wrong
        assert told in read(refused), wrong
        assert not Guardrail.objects.filter(key=fields["key"]).exists()
    for path in ("", "new/"):
        outside = acme.browser(acme.ada).post(f"{_AT}{path}", typed())
        assert outside.status_code == 302
        assert outside.headers["Location"].startswith("/admin/login/")


def test_a_guardrail_is_typed_in_rows_and_shown_again() -> None:
    lead = a_lead()
    asks = {"effect": "checkpoint", "group": "Compliance", "kind": "four_eyes"}
    fields = typed(**EVERY_LINE, **asks)

    grown = browser_of(lead).post(f"{_AT}new/", {**fields, "row": "past"})
    post(lead, "new/", **fields)

    assert [row.kind for row in grown.context["form"].rows] == ["list", "past"]
    written = Guardrail.objects.get(key=fields["key"])
    assert written.rule["obligation"] == {
        "group": "Compliance",
        "kind": "four_eyes",
        "quorum": 1,
        "minutes": 60,
    }
    assert written.rule["conditions"] == {
        "every": "parameters.lines",
        "that": {
            "field": "item.amount",
            "op": "at_most",
            "value": {"amount": "500.00", "currency": "EUR"},
        },
    }
    form = browser_of(lead).get(f"{_AT}guardrail/?key={fields['key']}").context["form"]
    rows = {bound.html_name: bound.value() for bound in form.rows[0]}
    assert {name: rows[name] for name in EVERY_LINE if name in rows} == {
        name: EVERY_LINE[name] for name in EVERY_LINE if name != "count"
    }
    assert {name: form[name].value() for name in asks} == asks


def test_coverage_says_what_no_rule_speaks_of(acme: Cast, globex: Cast) -> None:
    with acme.scope():
        rule = BoundaryRule.objects.get(key="match")
        set_rule_status(rule, status=RuleStatus.RETIRED)
        publish_boundary(published_by=acme.ada)
    browser = browser_of(a_lead())

    with CaptureQueriesContext(connection) as few:
        page = browser.get(f"{_RULES}coverage/")

    lines = {one.client.slug: one for one in page.context["lines"]}
    ours, theirs = lines[acme.client.slug], lines[globex.client.slug]
    assert (ours.number, ours.live, ours.uncovered) == (2, 9, ["invoice.match"])
    assert (theirs.number, theirs.uncovered) == (1, [])
    assert "1 of 3: invoice.match" in read(page)
    assert len(few) <= 20
    assert browser.post(f"{_RULES}coverage/").status_code == 403


def test_rules_that_nobody_used_come_first(acme: Cast) -> None:
    acme.ask_payment(acme.open_run())
    acme.ask_payment(acme.open_run(), amount="7400.00")
    with acme.scope():
        fields = {"effect": "deny", "action": "supplier.notify", "reason": "No."}
        draft_rule(key="late", title="Came late", **fields)
        publish_boundary(published_by=acme.ada)
    where = f"{_RULES}uses/?client={acme.client.slug}"
    page = browser_of(a_lead()).get(where)

    uses = {one.key: one for one in page.context["uses"].rules}
    assert uses["pay-small"].used == 1
    assert uses["pay-larger"].used == 1
    assert uses["pay-ceiling"].used == 0
    assert page.context["uses"].decisions == 2
    assert page.context["uses"].unused == []
    assert "2 decisions looked at" in read(page)

    # The first version was in force for long, as far as it has these rules.
    with acme.scope():
        first = BoundaryVersion.objects.get(number=1)
        rules = [one for one in first.document["rules"] if one["key"] != "notify"]
        BoundaryVersion(
            number=0,
            document={**first.document, "rules": rules},
            content_hash=first.content_hash,
            published_by=acme.ada,
            published_at=database_now() - timedelta(days=91),
        ).save(force_insert=True)
    told = browser_of(a_lead()).get(where).context["uses"]
    assert {one.key for one in told.unused} == {
        *("pay-unknown", "pay-currency", "pay-ceiling", "pay-once", "pay-daily"),
        *("match", "notify-often"),
    }
    assert browser_of(a_lead()).get(f"{_RULES}uses/?client=none").status_code == 404

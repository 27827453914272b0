"""The fixed cast: Acme with Ada (admin, owner), Bo and Cy (Finance), Vi (auditor);
Globex with Gil, who must see nothing of Acme.

Every test gets clients of its own, because nothing is ever deleted: what one test
leaves behind, no other test can see. That is the product's promise, used here.
"""

import json
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.test import Client as Browser

from agents.models import Agent
from config.demo.build import Bank, build, countersign_all
from config.demo.process import WORKFLOW_KEY
from config.demo.story import ACME, GLOBEX, Company
from tenants.models import Client, Membership, User
from tenants.scoping import PLATFORM, client_scope
from tenants.selectors import person
from tenants.services import create_governance_lead, create_user
from tests.browsers import quick
from tests.copying import Mould, mould_of

PASSWORD = "correct horse battery staple"
REPOSITORY = Path(__file__).resolve().parent.parent
RECORDS = json.loads(
    (REPOSITORY / "examples/invoice_agent/records.json").read_text(encoding="utf-8")
)
NORDLICHT = next(one for one in RECORDS["suppliers"] if one["name"] == "Nordlicht GmbH")


@dataclass(frozen=True)
class Cast:
    """One client with its people by first name, and its agent with a key."""

    client: Client
    people: dict[str, Membership]
    agent: Agent
    key: str

    def __getattr__(self, name: str) -> Membership:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    @contextmanager
    def scope(self, who: Membership | None = None) -> Iterator[None]:
        """Open the client's scope as one of its people (by default the first)."""
        membership = who or next(iter(self.people.values()))
        with client_scope(self.client.id, actor=person(membership.user)):
            yield

    def api(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Call the API as the agent and return the response."""
        sent = {
            "Authorization": f"Bearer {self.key}",
            "Idempotency-Key": str(uuid.uuid4()),
            **headers,
        }
        return quick(Browser()).generic(
            method,
            f"/api/v1/{path}",
            data=body if isinstance(body, bytes) else json.dumps(body or {}),
            content_type="application/json",
            headers=sent,
        )

    def open_run(self, subject: str = "Invoice NL-7731") -> dict[str, Any]:
        """Open a run as the agent and return it."""
        asked = {"workflow": WORKFLOW_KEY, "subject": subject}
        response = self.api("POST", "runs", asked)
        assert response.status_code == 201, response.content
        return dict(response.json())

    def ask_payment(self, run: dict[str, Any], **changes: Any) -> dict[str, Any]:
        """Ask for a payment in a run as the agent and return the action."""
        response = self.api("POST", "actions", payment(run, **changes))
        assert response.status_code == 201, response.content
        return dict(response.json())

    def browser(self, who: Membership) -> Browser:
        """Return a browser in which this person is signed in."""
        browser = quick(Browser())
        browser.force_login(who.user)
        return browser


def payment(run: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """Return a request to pay 480.00 EUR to Nordlicht, an approved supplier."""
    amount = Decimal(changes.pop("amount", "480.00"))
    invoice = changes.pop("invoice", f"NL-{uuid.uuid4().hex[:8]}")
    parameters = {
        "invoice": invoice,
        "supplier_id": NORDLICHT["id"],
        "supplier_name": NORDLICHT["name"],
        "account": NORDLICHT["account"],
        "amount": {"amount": str(amount), "currency": changes.pop("currency", "EUR")},
        **changes,
    }
    body = {
        "action": "payment.send",
        "resource": {"type": "invoice", "id": invoice},
        "parameters": parameters,
        "reason": "The invoice matches the order and is due.",
    }
    return body | ({"run": run["id"]} if run else {})


def make_acme() -> Cast:
    """Make an Acme of its own."""
    return _cast_of(*_mould(ACME).copy())


def make_globex() -> Cast:
    """Make a Globex of its own."""
    return _cast_of(*_mould(GLOBEX).copy())


def _cast_of(client_id: uuid.UUID, key: str) -> Cast:
    with client_scope(client_id, actor=PLATFORM):
        people = Membership.objects.select_related("user").order_by("id")
        named = {one.user.name.split()[0].lower(): one for one in people}
        client, agent = Client.objects.get(), Agent.objects.get()
    return Cast(client=client, people=named, agent=agent, key=key)


@cache
def _mould(company: Company) -> Mould:
    mark = uuid.uuid4().hex[:10]
    people = tuple(
        replace(one, email=one.email.replace("@", f"+{mark}@"))
        for one in company.people
    )
    own = replace(company, slug=f"{company.slug}-{mark}", people=people)
    bank = Bank(url=os.environ["BANK_URL"], secret=os.environ["BANK_SECRET"])
    built = build(own, account=_account, bank=bank, records=RECORDS)
    countersign_all(built.client, by=a_lead())
    return mould_of(built.client.id, mark=mark)


@cache
def a_lead() -> User:
    """Return a governance lead who signs what is critical, the same for all."""
    email = f"lee+{uuid.uuid4().hex[:10]}@remit.example"
    create_governance_lead(email=email, name="Lee Park", password=PASSWORD)
    # As the application sees it: the owner made it.
    return User.objects.get(email=email)


def _account(email: str, name: str) -> User:
    return create_user(email=email, name=name, password=PASSWORD)

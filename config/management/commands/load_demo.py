"""Load the two demo clients, once."""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from config.demo.build import Bank, Built, build, countersign_all
from config.demo.incidents import add_incidents
from config.demo.story import ACME, GLOBEX, LEAD_EMAIL, LEAD_NAME, Company
from config.demo.unready import add_unready
from tenants.models import Client, User
from tenants.scoping import lead_scope
from tenants.selectors import lead
from tenants.services import create_governance_lead, create_user

_SUPPLIER = "Nordlicht GmbH"
_RECORDS = Path("examples/invoice_agent/records.json")


class Command(BaseCommand):
    """``manage.py load_demo``; needs BANK_URL and BANK_SECRET."""

    help = "Load the two demo clients and write $REMIT_DATA/demo.json (once)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, unless it has been loaded before."""
        path = settings.REMIT_DATA / "demo.json"
        made = None if path.exists() else self._load(path)
        _countersign()
        if made is not None:
            _add_incidents(made)
        self.stdout.write("The demo clients are there.")

    def _load(self, path: Path) -> Built:
        """Load, and return the client at which something goes wrong, too."""
        bank = Bank(url=os.environ["BANK_URL"], secret=os.environ["BANK_SECRET"])
        passwords: dict[str, str] = {}
        records = _records()

        def account(email: str, name: str) -> User:
            passwords[email] = secrets.token_urlsafe(9)
            return create_user(email=email, name=name, password=passwords[email])

        # All or nothing: a half loaded demo could be neither used nor loaded again.
        with transaction.atomic(using="owner"), transaction.atomic():
            built = [
                (
                    company,
                    build(
                        company,
                        account=account,
                        bank=bank,
                        records=records,
                        drilled=company is ACME,
                    ),
                )
                for company in (ACME, GLOBEX)
            ]
            add_unready(built[0][1], account=account)
            _create_lead(passwords)
            _write(path, _sheet(built, passwords))
        return built[0][1]


def _records() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((settings.BASE_DIR / _RECORDS).read_text())
    return found


def _add_incidents(built: Built) -> None:
    suppliers = _records()["suppliers"]
    approved = next(one for one in suppliers if one["name"] == _SUPPLIER)
    with transaction.atomic():
        add_incidents(built, supplier=approved)


def _countersign() -> None:
    # The application sees the lead only once the owner's transaction is over.
    signer = User.objects.get(email=LEAD_EMAIL)
    with lead_scope(actor=lead(signer)):
        clients = list(Client.objects.filter(slug__in=(ACME.slug, GLOBEX.slug)))
    for client in clients:
        countersign_all(client, by=signer)


def _create_lead(passwords: dict[str, str]) -> None:
    passwords[LEAD_EMAIL] = secrets.token_urlsafe(9)
    create_governance_lead(
        email=LEAD_EMAIL, name=LEAD_NAME, password=passwords[LEAD_EMAIL]
    )


def _sheet(
    built: list[tuple[Company, Built]], passwords: dict[str, str]
) -> dict[str, Any]:
    people = [
        {
            "name": one.name,
            "email": one.email,
            "password": passwords[one.email],
            "client": company.slug,
            "roles": [one.role.value] + (["Finance"] if one.in_finance else []),
        }
        for company, _ in built
        for one in company.people
    ]
    lead = {
        "name": LEAD_NAME,
        "email": LEAD_EMAIL,
        "password": passwords[LEAD_EMAIL],
        "client": None,
        "roles": ["governance lead"],
    }
    agents = [
        {"client": company.slug, "name": made.agent.name, "api_key": made.key}
        for company, made in built
    ]
    return {"url": settings.PUBLIC_URL, "people": [*people, lead], "agents": agents}


def _write(path: Path, sheet: dict[str, Any]) -> None:
    # Made readable by its owner alone before anything is in it.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(sheet, file, indent=2)
        file.write("\n")

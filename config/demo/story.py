"""The demo's clients and people. The tests' cast is the same."""

from dataclasses import dataclass

from tenants.models import Role


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works at a demo client."""

    email: str
    name: str
    role: Role
    in_finance: bool = False


@dataclass(frozen=True, slots=True)
class Company:
    """A demo client; the first person is its agent's owner, the second the deputy."""

    slug: str
    name: str
    agent: str
    people: tuple[Person, ...]


ACME = Company(
    slug="acme",
    name="Acme Logistics",
    agent="Invoice agent",
    people=(
        Person("ada@acme.example", "Ada Rossi", Role.ADMIN),
        Person("bo@acme.example", "Bo Lindqvist", Role.OPERATOR, in_finance=True),
        Person("cy@acme.example", "Cy Okafor", Role.OPERATOR, in_finance=True),
        Person("vi@acme.example", "Vi Tanaka", Role.AUDITOR),
    ),
)
GLOBEX = Company(
    slug="globex",
    name="Globex Supplies",
    agent="Payables agent",
    people=(
        Person("gil@globex.example", "Gil Moreau", Role.ADMIN),
        Person("rae@globex.example", "Rae Novak", Role.OPERATOR, in_finance=True),
    ),
)
LEAD_EMAIL = "lee@remit.example"
LEAD_NAME = "Lee Park"

"""The platform's own rules: which bind now, which were written, which are next."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from governance.engine.document import FORMAT
from governance.models import LIVE, Guardrail, GuardrailVersion, RuleStatus
from tenants.models.ready import Asked, Ready

# Before the key of every guardrail in a document: no client's rule can be called so,
# and neither shares what it counts with the other.
PLATFORM = "platform:"


def current_guardrails() -> GuardrailVersion | None:
    """Return the newest version of the guardrails, which binds every client."""
    return GuardrailVersion.objects.order_by("-number").first()


def ask_current_guardrails() -> Asked[GuardrailVersion]:
    """Put off asking for the newest guardrails, without their rules."""
    return _newest.ask()


@Ready
def _newest() -> QuerySet[GuardrailVersion]:
    return GuardrailVersion.objects.defer("document", "reason").order_by("-number")[:1]


def guardrail_versions(most: int = 200) -> list[GuardrailVersion]:
    """Return the newest versions of the guardrails, with their rules."""
    rows = GuardrailVersion.objects.select_related("published_by")
    return list(rows.order_by("-number")[:most])


def guardrail_drafts() -> QuerySet[Guardrail]:
    """Return the newest revision of every guardrail."""
    newest = Guardrail.objects.filter(key=OuterRef("key")).order_by("-revision")
    return Guardrail.objects.filter(id=Subquery(newest.values("id")[:1]))


def guardrail_revisions(key: str) -> list[Guardrail]:
    """Return every revision of one guardrail, the newest first."""
    rows = Guardrail.objects.filter(key=key).select_related("written_by")
    return list(rows.order_by("-revision"))


def guardrail_document() -> dict[str, Any]:
    """Return what the next version of the guardrails would hold."""
    live = guardrail_drafts().filter(status__in=LIVE).order_by("key")
    rules = [_as_document(row, number) for number, row in enumerate(live, start=1)]
    return {"format": FORMAT, "lists": {}, "rules": rules}


def _as_document(row: Guardrail, number: int) -> dict[str, Any]:
    return {
        **row.rule,
        "key": f"{PLATFORM}{row.key}",
        "number": number,
        "title": row.title,
        "observe": row.status == RuleStatus.OBSERVE,
    }

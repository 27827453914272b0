"""The platform's own rules, which governance leads write and publish.

They belong to no client, and so to no client's ledger: their revisions and versions,
which nobody can change, are the record of who wrote and published what, and why.
"""

from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from governance.engine.document import (
    FORMAT,
    DocumentError,
    content_hash,
    read_document,
)
from governance.models import Guardrail, GuardrailVersion, RuleStatus
from governance.selectors.boundaries import (
    PLATFORM,
    current_guardrails,
    guardrail_document,
    guardrail_revisions,
)
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid, NotAllowed
from tenants.models import User
from tenants.services.inputs import read_name, read_reason, read_slug

_LONGEST_TITLE = 160
_LONGEST_KEY = 50
# One governance lead at a time: there is no row of the platform's to lock.
_TURN = "SELECT pg_advisory_xact_lock(hashtextextended('remit.guardrails', 0))"


@transaction.atomic
def write_guardrail(  # noqa: PLR0913 - all that a guardrail is
    *,
    key: str,
    title: str,
    status: RuleStatus,
    rule: Mapping[str, Any],
    by: User,
    reason: str,
    revision: int,
) -> Guardrail:
    """Write a guardrail, or its next revision, and return it. It binds nobody yet.

    ``rule`` is what stands in a document beside key, number, title and ``observe``;
    ``revision`` is the one that was read, 0 for a new guardrail.

    Raises:
        NotAllowed: the person is no governance lead.
        Invalid: it does not read as a guardrail; the field is named.
        Conflict: nothing is different, or somebody wrote a revision meanwhile.
    """
    _begin(by)
    row = Guardrail(
        key=_read_key(key),
        title=read_name(title, field="title", longest=_LONGEST_TITLE),
        status=status,
        rule=dict(rule),
        reason=read_reason(reason),
        written_by=by,
        written_at=database_now(),
    )
    _check(row)
    earlier = next(iter(guardrail_revisions(row.key)), None)
    if (earlier.revision if earlier else 0) != revision:
        told = "There is a guardrail of this key, or a newer revision: read that first."
        raise Conflict(told, field="key")
    if earlier is not None and _says(earlier) == _says(row):
        raise Conflict("Nothing is different: the guardrail says this already.")
    row.revision = revision + 1
    row.save(force_insert=True)
    return row


@transaction.atomic
def publish_guardrails(
    *, by: User, reason: str, shown: str | None = None
) -> GuardrailVersion:
    """Freeze the guardrails into their next version and return it.

    It binds every client from the next decision on. ``shown`` is the hash of what
    the person who publishes has read.

    Raises:
        NotAllowed: the person is no governance lead.
        Invalid: a guardrail is malformed, or the reason is missing.
        Conflict: nothing has changed, or something else was shown.
    """
    _begin(by)
    words = read_reason(reason)
    document = guardrail_document()
    _read(document)
    found = content_hash(document)
    if shown is not None and shown != found:
        told = "The guardrails have changed since you read them: read them again."
        raise Conflict(told)
    last = current_guardrails()
    if last is not None and last.content_hash == found:
        raise Conflict(f"Nothing has changed since version {last.number}.")
    highest = GuardrailVersion.objects.aggregate(highest=Max("number"))["highest"]
    version = GuardrailVersion(
        number=(highest or 0) + 1,
        document=document,
        content_hash=found,
        reason=words,
        published_by=by,
        published_at=database_now(),
    )
    version.save(force_insert=True)
    return version


def _begin(by: User) -> None:
    # The row is read anew: somebody may have stopped being one.
    leads = User.objects.filter(is_active=True, is_governance_lead=True)
    if not leads.filter(pk=by.pk).exists():
        raise NotAllowed("Only a governance lead can do this.")
    with connection.cursor() as cursor:
        cursor.execute(_TURN)


def _read_key(text: str) -> str:
    try:
        key = read_slug(text)
    except Invalid as error:
        raise Invalid(error.message, field="key") from error
    if len(key) > _LONGEST_KEY:
        raise Invalid(f"A key has at most {_LONGEST_KEY} characters.", field="key")
    return key


def _check(row: Guardrail) -> None:
    whole = {**row.rule, "key": f"{PLATFORM}{row.key}", "number": 1}
    whole |= {"title": row.title, "observe": row.status == RuleStatus.OBSERVE}
    _read({"format": FORMAT, "lists": {}, "rules": [whole]})


def _read(document: Mapping[str, Any]) -> None:
    try:
        read_document(document, guardrails=True)
    except DocumentError as error:
        place = error.path.removeprefix("rules[0].")
        member = place.partition(".")[0].partition("[")[0]
        told = f"{error.rule or 'Guardrail'}, {place}: {error.problem}"
        raise Invalid(told, field=member) from error


def _says(row: Guardrail) -> tuple[Any, ...]:
    return row.title, row.status, row.rule

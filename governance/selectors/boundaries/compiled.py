"""The published rules, compiled once for each version and the guardrails beside it."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from governance.engine.boundary import Boundary, compile_boundary
from governance.models import BoundaryVersion, GuardrailVersion
from tenants.models.ready import Asked, Ready

_KEPT_VERSIONS = 256

Written = Mapping[str, Any]
_Key = tuple[UUID, UUID | None]


@dataclass(frozen=True, slots=True)
class Published:
    """The rules of a version and of guardrails: as they decide, and as written.

    ``written`` and ``guardrails`` are by key, which may be the same in both.
    """

    boundary: Boundary
    written: Mapping[str, Written]
    guardrails: Mapping[str, Written]

    def with_key(self, key: str) -> Sequence[Written]:
        """Return the rules with a key: the client's, then the platform's."""
        found = (self.written.get(key), self.guardrails.get(key))
        return [rule for rule in found if rule is not None]


_kept: OrderedDict[_Key, Published] = OrderedDict()
_lock = Lock()


def current_boundary() -> BoundaryVersion | None:
    """Return the newest published boundary version of the scope's client, or None."""
    return BoundaryVersion.objects.order_by("-number").first()


def ask_current_boundary() -> Asked[BoundaryVersion]:
    """Put off asking for the newest version, without its rules."""
    return _newest.ask()


@Ready
def _newest() -> QuerySet[BoundaryVersion]:
    return BoundaryVersion.objects.defer("document").order_by("-number")[:1]


def compiled(
    version: BoundaryVersion, *, guardrails: GuardrailVersion | None = None
) -> Boundary:
    """Return the version's rules, compiled, with the guardrails that bind it."""
    return published(version, guardrails=guardrails).boundary


def published(
    version: BoundaryVersion, *, guardrails: GuardrailVersion | None = None
) -> Published:
    """Return the rules of both. A version never changes, so they are kept."""
    key = version.id, guardrails.id if guardrails else None
    with _lock:
        found = _kept.get(key)
        if found is not None:
            _kept.move_to_end(key)
            return found
    made = _made(version.document, guardrails.document if guardrails else None)
    with _lock:
        _kept[key] = made
        if len(_kept) > _KEPT_VERSIONS:
            _kept.popitem(last=False)
    return made


def _made(document: Written, guardrails: Written | None) -> Published:
    return Published(
        compile_boundary(document, guardrails=guardrails),
        written={rule["key"]: rule for rule in document["rules"]},
        guardrails={rule["key"]: rule for rule in (guardrails or {}).get("rules", [])},
    )

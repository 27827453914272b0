"""The published rules, compiled once for each version."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from governance.engine.boundary import Boundary, compile_boundary
from governance.models import BoundaryVersion
from tenants.models.ready import Asked, Ready

_KEPT_VERSIONS = 256


@dataclass(frozen=True, slots=True)
class Published:
    """A version's rules: as they decide, and as they were written, by key."""

    boundary: Boundary
    written: Mapping[str, Mapping[str, Any]]


_kept: OrderedDict[UUID, Published] = OrderedDict()
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


def compiled(version: BoundaryVersion) -> Boundary:
    """Return the version's rules, compiled."""
    return published(version).boundary


def published(version: BoundaryVersion) -> Published:
    """Return the version's rules. A version never changes, so they are kept."""
    with _lock:
        found = _kept.get(version.id)
        if found is not None:
            _kept.move_to_end(version.id)
            return found
    written = {rule["key"]: rule for rule in version.document["rules"]}
    made = Published(compile_boundary(version.document), written)
    with _lock:
        _kept[version.id] = made
        if len(_kept) > _KEPT_VERSIONS:
            _kept.popitem(last=False)
    return made

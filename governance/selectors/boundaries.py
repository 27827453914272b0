"""The published rules, compiled once for each version."""

from collections import OrderedDict
from threading import Lock
from uuid import UUID

from governance.engine.boundary import Boundary, compile_boundary
from governance.models import BoundaryVersion

_KEPT_VERSIONS = 256
_kept: OrderedDict[UUID, Boundary] = OrderedDict()
_lock = Lock()


def current_boundary() -> BoundaryVersion | None:
    """Return the newest published boundary version of the scope's client, or None."""
    return BoundaryVersion.objects.order_by("-number").first()


def compiled(version: BoundaryVersion) -> Boundary:
    """Return the version's rules, compiled. A version never changes, so it is kept."""
    with _lock:
        found = _kept.get(version.id)
        if found is not None:
            _kept.move_to_end(version.id)
            return found
    made = compile_boundary(version.document)
    with _lock:
        _kept[version.id] = made
        if len(_kept) > _KEPT_VERSIONS:
            _kept.popitem(last=False)
    return made

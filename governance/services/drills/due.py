"""The drills that a worker has to carry on, or that nobody answered in time."""

import logging

from governance.selectors.readiness import readiness_due
from governance.services.drills.ending import expire_drill
from governance.services.drills.rehearsing import rehearse
from tenants.scoping import PLATFORM, client_scope

_MOST_DUE = 20

logger = logging.getLogger(__name__)


def drill_due() -> int:
    """Carry on the drills that are due, at whatever client; return how many."""
    due = readiness_due("drills", _MOST_DUE)
    for client_id, drill_id in due:
        try:
            rehearse(client_id, drill_id)
            with client_scope(client_id, actor=PLATFORM):
                expire_drill(drill_id)
        except Exception:
            # It stays due and is tried again; the others must not wait for it.
            logger.exception("a halt drill could not be carried on: %s", drill_id)
    return len(due)

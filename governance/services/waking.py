"""The doorbells of the workers; see ``tenants.doorbell``."""

from tenants.doorbell import ring_after_commit

SWEEP = "governance.sweep"
WAKE = "governance.wake"


def wake_workers() -> None:
    """Ring once the open transaction has been committed."""
    ring_after_commit(WAKE)

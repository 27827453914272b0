"""What the workers do when the doorbell rings. Messages carry nothing."""

from celery import shared_task

from governance.services.dispatch import SWEEP, WAKE
from governance.services.sweep import carry_out_due, expire_checkpoints


@shared_task(name=WAKE)
def wake(**_: object) -> None:
    """Carry out what is due."""
    carry_out_due()


@shared_task(name=SWEEP)
def sweep(**_: object) -> None:
    """Find what is overdue or was left midway; rung by the clock."""
    expire_checkpoints()
    carry_out_due()

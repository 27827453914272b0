"""What the workers do when the doorbell rings. Messages carry nothing."""

from celery import shared_task

from governance.services.announcing import ANNOUNCE
from governance.services.drills import DRILL, drill_due
from governance.services.hearing import hear
from governance.services.notifying import NOTIFY
from governance.services.replays import REPLAY, replay_due, wake_replays
from governance.services.sweep import carry_out_due, deliver_due, sweep, tell_due
from governance.services.waking import SWEEP, WAKE
from tenants.services.sending import send_due


@shared_task(name=WAKE)
def wake(**_: object) -> None:
    """Carry out what is due."""
    hear()
    carry_out_due()


@shared_task(name=SWEEP)
def look_around(**_: object) -> None:
    """Find what is overdue or was left midway, and what is due; rung by the clock."""
    hear()
    sweep()
    carry_out_due()
    send_due()
    deliver_due()
    wake_replays()
    drill_due()


@shared_task(name=NOTIFY)
def notify(**_: object) -> None:
    """Write to people about what waits for them."""
    tell_due()


@shared_task(name=ANNOUNCE)
def announce(**_: object) -> None:
    """Tell clients' own systems of what has happened."""
    deliver_due()


@shared_task(name=DRILL)
def drill(**_: object) -> None:
    """Stop the rehearsals midway that somebody asked for."""
    drill_due()


@shared_task(name=REPLAY)
def replay(**_: object) -> None:
    """Try drafted rules on past actions, where somebody asked for it."""
    replay_due()

"""Ending a run well."""

from audit.events import Event
from governance.models import Run
from governance.services.trace import record_run
from governance.states import RunState
from tenants.clock import database_now


def end_well(run: Run, *, summary: str) -> Run:
    """Mark a running run completed and tell the ledger."""
    run.state = RunState.COMPLETED
    run.ended_at = database_now()
    run.summary = summary
    run.save(update_fields=["state", "ended_at", "summary"])
    record_run(Event.RUN_COMPLETED, run, private={"summary": summary})
    return run


def finish_single(run: Run) -> None:
    """End a run that one action opened, now that the action is over."""
    if run.single and run.state == RunState.RUNNING:
        end_well(run, summary="The one action that opened this run is over.")

"""What the events of processes and their readiness read as: see ``golden``."""

from audit.events import Event

AGENT = "Invoice agent"

OF_READINESS: dict[Event, tuple[dict[str, str], str]] = {
    Event.QUESTIONNAIRE_STARTED: (
        {"process": "Petty cash"},
        "Y015 success Ada Rossi began to ask whether Petty cash is ready at all.",
    ),
    Event.QUESTIONNAIRE_ANSWERED: (
        {"process": "Petty cash"},
        "Y016 success Ada Rossi answered whether Petty cash is ready at all.",
    ),
    Event.CLEARANCE_COUNTERSIGNED: (
        {"agent": AGENT, "workflow": "Invoices"},
        (
            "Y001 success Ada Rossi signed the clearance of Invoice agent for "
            "Invoices as well, since it is critical."
        ),
    ),
    Event.CLEARANCE_FELL: (
        {"agent": AGENT, "workflow": "Invoices", "cause": "somebody else answers"},
        (
            "Y002 refused The clearance of Invoice agent for Invoices fell, because "
            "somebody else answers."
        ),
    ),
    Event.READINESS_LOST: (
        {"agent": AGENT, "workflow": "Invoices", "gaps": "Nobody can approve"},
        (
            "Y003 refused Invoices is not ready for Invoice agent any more: "
            "Nobody can approve."
        ),
    ),
    Event.READINESS_FOUND: (
        {"agent": AGENT, "workflow": "Invoices"},
        "Y004 success Invoices is ready for Invoice agent.",
    ),
    Event.READINESS_SETTLED: (
        {"settled": "the trace is kept 3650 days"},
        (
            "Y005 success Ada Rossi settled what holds for every process: the trace "
            "is kept 3650 days."
        ),
    ),
    Event.GAP_WAIVED: (
        {
            "workflow": "Invoices",
            "gap": "Nobody can approve",
            "reason": "Until spring.",
            "until": "2026-12-15",
        },
        (
            "Y006 success Ada Rossi answers until 2026-12-15 for a gap of Invoices: "
            "“Nobody can approve”, because “Until spring.”"
        ),
    ),
    Event.WAIVER_WITHDRAWN: (
        {"workflow": "Invoices", "gap": "Nobody can approve"},
        (
            "Y007 success Ada Rossi no longer answers for a gap of Invoices: “Nobody "
            "can approve”."
        ),
    ),
    Event.REVIEW_DONE: (
        {"what": "boundary version 3", "found": "All right.", "until": "2027-02-24"},
        (
            "Y008 success Ada Rossi looked at boundary version 3 again, next by "
            "2027-02-24: “All right.”"
        ),
    ),
    Event.DRILL_STARTED: (
        {"agent": AGENT, "workflow": "Invoices", "step": "Send the payment"},
        (
            "Y009 success Ada Rossi had Invoice agent stopped in a rehearsal of "
            "Invoices, before Send the payment."
        ),
    ),
    Event.DRILL_HANDED_OVER: (
        {"agent": AGENT, "workflow": "Invoices", "took": "12", "person": "Bo"},
        (
            "Y010 success The rehearsal of Invoices by Invoice agent stopped 12 ms "
            "after the halt and was handed over to Bo."
        ),
    ),
    Event.DRILL_PASSED: (
        {"agent": AGENT, "workflow": "Invoices", "took": "48 s"},
        (
            "Y011 success Ada Rossi has the rehearsal of Invoices by Invoice agent, "
            "48 s after it was handed over. The halt drill passed."
        ),
    ),
    Event.DRILL_FAILED: (
        {"agent": AGENT, "workflow": "Invoices", "cause": "it was not stopped"},
        (
            "Y012 failed The halt drill of Invoice agent in Invoices failed: it was "
            "not stopped."
        ),
    ),
    Event.WORKFLOW_STARTED: (
        {"workflow": "Invoices"},
        "Y013 success Ada Rossi began to write down Invoices.",
    ),
    Event.WORKFLOW_DISCARDED: (
        {"workflow": "Invoices"},
        "Y014 success Ada Rossi threw the draft of Invoices away.",
    ),
}

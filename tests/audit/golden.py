"""What every event reads as. A new wording needs an event code of its own."""

from audit.events import Event
from tests.audit.golden_accountability import OF_ACCOUNTABILITY
from tests.audit.golden_connections import CONNECTIONS
from tests.audit.golden_of_boundaries import BOUNDARIES
from tests.audit.golden_of_facts import FACTS
from tests.audit.golden_of_rescues import OF_RESCUES
from tests.audit.golden_of_setting_up import SETTING_UP
from tests.audit.golden_of_tickets import OF_TICKETS
from tests.audit.golden_readiness import AGENT, OF_READINESS

WORKFLOW = "Supplier invoice payment"
PAY = "pay 7,400.00 EUR to Nordlicht GmbH for invoice NL-7731"
WHY = "The invoice matches its order."
OVER = "7,400.00 EUR is over 500.00 EUR."

# Event -> values, and "code outcome sentence". Recorded by Ada Rossi.
GOLDEN: dict[Event, tuple[dict[str, str], str]] = {
    **SETTING_UP,
    **CONNECTIONS,
    **BOUNDARIES,
    **FACTS,
    Event.WORKFLOW_PUBLISHED: (
        {"version": "3", "workflow": WORKFLOW},
        (
            "G001 success Ada Rossi published version 3 of the workflow "
            "Supplier invoice payment."
        ),
    ),
    Event.BOUNDARY_PUBLISHED: (
        {"version": "4", "count": "8"},
        "G002 success Ada Rossi published boundary version 4 of 8 rules.",
    ),
    Event.RECORDS_LOADED: (
        {"count": "12", "register": "Suppliers"},
        "G003 success Ada Rossi loaded 12 records into Suppliers.",
    ),
    Event.CLEARANCE_SIGNED: (
        {"agent": AGENT, "workflow": WORKFLOW, "version": "3", "until": "2027-05-22"},
        (
            "G004 success Ada Rossi cleared Invoice agent for "
            "Supplier invoice payment, version 3, until 2027-05-22."
        ),
    ),
    Event.CLEARANCE_REVOKED: (
        {"agent": AGENT, "workflow": WORKFLOW, "reason": "It was changed."},
        (
            "G011 success Ada Rossi revoked the clearance of Invoice agent for "
            "Supplier invoice payment, because “It was changed.”"
        ),
    ),
    Event.RUN_OPENED: (
        {"run": "1042", "workflow": WORKFLOW, "subject": "Invoice NL-7731"},
        (
            "R001 success Ada Rossi opened run 1042 of Supplier invoice payment for "
            "Invoice NL-7731."
        ),
    ),
    Event.RUN_NOTED: (
        {"text": "It matches its order."},
        "R002 success Ada Rossi noted: It matches its order.",
    ),
    Event.RUN_SAVED: (
        {"run": "1042"},
        "R003 success Ada Rossi left a save point in run 1042.",
    ),
    Event.RUN_COMPLETED: (
        {"run": "1042", "summary": "Paid."},
        "R004 success Ada Rossi completed run 1042: Paid.",
    ),
    Event.RUN_INTERRUPTED: (
        {"run": "1042", "cause": "The page is not readable."},
        "R005 failed Run 1042 was interrupted by Ada Rossi: The page is not readable.",
    ),
    Event.RUN_REFUSED: (
        {"workflow": WORKFLOW, "cause": "nobody answers for it."},
        (
            "R006 refused Ada Rossi wanted to open a run of Supplier invoice payment "
            "and was refused: nobody answers for it."
        ),
    ),
    Event.ACTION_ALLOWED: (
        {"act": PAY, "explanation": "It is small."},
        f"D001 success Ada Rossi asked to {PAY} and may do it alone. It is small.",
    ),
    Event.ACTION_WAITING: (
        {"act": PAY, "group": "Finance", "explanation": OVER},
        (
            f"D002 pending Ada Rossi asked to {PAY}. It waits for a person of Finance. "
            f"{OVER}"
        ),
    ),
    Event.ACTION_REFUSED: (
        {"act": PAY, "explanation": OVER},
        f"D003 refused Ada Rossi asked to {PAY} and was refused. {OVER}",
    ),
    Event.ACTION_REFUSED_LATER: (
        {"act": PAY, "explanation": OVER},
        (
            f"D004 refused At execution Ada Rossi checked again and refused to {PAY}. "
            f"{OVER}"
        ),
    ),
    Event.ACTION_INTENDED: (
        {"act": PAY},
        f"X001 pending Ada Rossi checked again and is about to {PAY}.",
    ),
    Event.ACTION_SUCCEEDED: (
        {"act": PAY, "detail": "The bank has accepted it."},
        f"X002 success Done: {PAY}. The bank has accepted it.",
    ),
    Event.ACTION_FAILED: (
        {"act": PAY, "detail": "The bank was not reached."},
        f"X003 failed Not done, and nothing happened: {PAY}. The bank was not reached.",
    ),
    Event.ACTION_UNKNOWN: (
        {"act": PAY, "detail": "The bank never answered."},
        (
            f"X004 unknown Nobody knows whether it happened: {PAY}. "
            "The bank never answered."
        ),
    ),
    Event.ACTION_CANCELLED: (
        {"act": PAY},
        f"D005 refused Withdrawn, because the run stopped: {PAY}.",
    ),
    Event.ACTION_LATE: (
        {"act": PAY, "detail": "Accepted."},
        (
            "X006 unknown A worker that had been given up answered late about this: "
            f"{PAY}. Accepted."
        ),
    ),
    Event.ACTION_SETTLED: (
        {"act": PAY, "result": "It happened", "detail": "Seen in the bank's list."},
        (
            f"X005 success Ada Rossi settled what was unknown ({PAY}): It happened. "
            "Seen in the bank's list."
        ),
    ),
    Event.CHECKPOINT_APPROVED: (
        {"act": PAY, "reason": WHY},
        f"C001 success Ada Rossi approved to {PAY}, because “{WHY}”",
    ),
    Event.CHECKPOINT_AGREED: (
        {"act": PAY, "reason": WHY, "given": "1", "quorum": "2"},
        f"C004 pending Ada Rossi approved to {PAY}, as 1 of 2, because “{WHY}”",
    ),
    Event.LIMIT_MISCOUNTED: (
        {
            "limit": "pay-daily",
            "window": "2026-11-26",
            "subject": "everybody",
            "stored": "400.00 used and 0 reserved",
            "counted": "480.00 used and 0 reserved",
        },
        (
            "L001 failed Ada Rossi counted pay-daily again, 2026-11-26, for everybody: "
            "stored are 400.00 used and 0 reserved, counted 480.00 used and 0 reserved."
            " Nothing was corrected."
        ),
    ),
    Event.CHECKPOINT_REFUSED: (
        {"act": PAY, "reason": WHY},
        f"C002 refused Ada Rossi refused to {PAY}, because “{WHY}”",
    ),
    Event.CHECKPOINT_EXPIRED: (
        {"act": PAY, "group": "Finance"},
        (
            "C003 refused Nobody of Finance answered in time, which counts as refused: "
            f"{PAY}."
        ),
    ),
    Event.CHECKPOINT_TOLD: (
        {
            "people": "Bo Lindqvist and Cy Okafor",
            "group": "Finance",
            "step": "half of the time has gone",
            "act": "pay 740.00 EUR",
        },
        (
            "C005 success Ada Rossi wrote to Bo Lindqvist and Cy Okafor about what "
            "Finance has to decide, as half of the time has gone: pay 740.00 EUR."
        ),
    ),
    Event.CHECKPOINT_UNTOLD: (
        {"person": "Bo Lindqvist", "group": "Finance", "act": "pay 740.00 EUR"},
        (
            "C006 failed A mail to Bo Lindqvist about what Finance has to decide could "
            "not be sent: pay 740.00 EUR."
        ),
    ),
    Event.CHECKPOINT_DRAFTED: (
        {"act": "pay 740.00 EUR", "amount": "1,000.00 EUR"},
        (
            "C007 success Ada Rossi drafted that up to 1,000.00 EUR nobody is asked "
            "next time to pay 740.00 EUR."
        ),
    ),
    Event.ACTION_UNSTARTED: (
        {"act": PAY},
        (f"D006 refused Withdrawn, because its agent did not start it in time: {PAY}."),
    ),
    Event.ACTION_RETRIED: (
        {"act": PAY, "detail": "The worker stopped."},
        (
            "X007 pending To be tried again, since nothing can happen twice: "
            f"{PAY}. The worker stopped."
        ),
    ),
    Event.ACTION_PERMITTED: (
        {"act": PAY, "until": "2026-11-25 14:02:10 UTC"},
        (
            "X008 pending The gate was asked again and gave Ada Rossi a permit, once "
            f"and until 2026-11-25 14:02:10 UTC, to {PAY}."
        ),
    ),
    Event.HALT_SET: (
        {"what": AGENT, "reason": "It pays twice."},
        "H001 success Ada Rossi halted Invoice agent, because “It pays twice.”",
    ),
    Event.HALT_LIFTED: (
        {"what": AGENT, "reason": "It was a drill."},
        (
            "H002 success Ada Rossi lifted the halt of Invoice agent, because "
            "“It was a drill.”"
        ),
    ),
    Event.HALT_LIFT_ASKED: (
        {"what": AGENT, "reason": "It was a drill."},
        (
            "H003 success Ada Rossi asked that the halt of Invoice agent be lifted by "
            "another person, because “It was a drill.”"
        ),
    ),
    Event.LIFTER_SET: (
        {"lifter": "an admin alone"},
        "H004 success Ada Rossi said that from now on an admin alone lifts a halt.",
    ),
    **OF_RESCUES,
    **OF_TICKETS,
    **OF_READINESS,
    **OF_ACCOUNTABILITY,
}

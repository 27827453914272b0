"""What is said of runs that stopped and what people then did: see ``golden``."""

from audit.events import Event

OF_RESCUES: dict[Event, tuple[dict[str, str], str]] = {
    Event.RUN_RESUMED: (
        {"run": "12", "reason": "The file is whole again."},
        (
            "R007 success Ada Rossi let run 12 go on from its last save point, because "
            "“The file is whole again.”"
        ),
    ),
    Event.RUN_BY_HAND: (
        {"run": "12", "reason": "It is due today."},
        (
            "R008 success Ada Rossi had people do the rest of run 12, because "
            "“It is due today.”"
        ),
    ),
    Event.RUN_ABANDONED: (
        {"run": "12", "reason": "The invoice was withdrawn."},
        (
            "R009 success Ada Rossi left run 12 as it is, for good, because "
            "“The invoice was withdrawn.”"
        ),
    ),
    Event.STEP_BY_HAND: (
        {"run": "12", "step": "Tell the supplier", "words": "I called them."},
        (
            "R010 success Ada Rossi did “Tell the supplier” of run 12 by hand: "
            "I called them."
        ),
    ),
    Event.STEP_LEFT_OUT: (
        {"run": "12", "step": "Tell the supplier", "words": "They know."},
        (
            "R011 success Ada Rossi left “Tell the supplier” of run 12 out, because "
            "“They know.”"
        ),
    ),
    Event.RUN_COMPENSATING: (
        {"run": "12", "reason": "The supplier has gone."},
        (
            "R012 success Ada Rossi had what run 12 did undone, because "
            "“The supplier has gone.”"
        ),
    ),
    Event.UNDOING_BEGUN: (
        {"run": "12", "act": "hold 480.00 EUR"},
        "R013 success Ada Rossi began to undo this of run 12: hold 480.00 EUR",
    ),
    Event.UNDONE_BY_HAND: (
        {"run": "12", "act": "hold 480.00 EUR", "words": "I called them."},
        (
            "R014 success Ada Rossi undid this of run 12 by hand: hold 480.00 EUR. "
            "“I called them.”"
        ),
    ),
    Event.UNDOING_LEFT_OUT: (
        {"run": "12", "act": "hold 480.00 EUR", "words": "It ends by itself."},
        (
            "R015 success Ada Rossi left this of run 12 as it is: hold 480.00 EUR, "
            "because “It ends by itself.”"
        ),
    ),
    Event.RUN_COMPENSATED: (
        {"run": "12"},
        "R016 success Nothing is left to be undone of run 12",
    ),
}

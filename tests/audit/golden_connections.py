"""What every event of connections reads as."""

from audit.events import Event

CONNECTIONS: dict[Event, tuple[dict[str, str], str]] = {
    Event.RUNNER_CONNECTED: (
        {"runner": "Bank", "destination": "https://bank.example/payments"},
        (
            "A006 success Ada Rossi connected the runner Bank to "
            "https://bank.example/payments."
        ),
    ),
    Event.RUNNER_CHANGED: (
        {"runner": "Bank", "changes": "from bank.example to pay.example"},
        (
            "N001 success Ada Rossi changed the connection Bank: "
            "from bank.example to pay.example."
        ),
    ),
    Event.RUNNER_TRIED: (
        {"runner": "Bank", "result": "it answered with status 200 after 12 ms."},
        (
            "N002 success Ada Rossi sent a test message over Bank: "
            "it answered with status 200 after 12 ms."
        ),
    ),
    Event.SUBSCRIBED: (
        {"runner": "Bank", "news": "checkpoint.asked and ticket.opened"},
        (
            "N009 success Ada Rossi had the connection Bank told of checkpoint.asked "
            "and ticket.opened."
        ),
    ),
    Event.SUBSCRIPTION_GONE: (
        {"runner": "Bank"},
        (
            "N010 failed The target of the connection Bank wants to be told nothing "
            "any more."
        ),
    ),
    Event.ANNOUNCEMENT_GIVEN_UP: (
        {
            "runner": "Bank",
            "news": "ticket.opened",
            "answer": "It was answered with status 500 after 12 ms.",
            "message": "7",
        },
        (
            "N011 failed The connection Bank could not be told of ticket.opened: It "
            "was answered with status 500 after 12 ms. The message 7 is not tried "
            "again."
        ),
    ),
    Event.ANNOUNCED_AGAIN: (
        {"runner": "Bank", "news": "ticket.opened", "message": "7"},
        (
            "N012 pending Ada Rossi had the message 7 sent again over Bank: "
            "ticket.opened."
        ),
    ),
    Event.RUNNER_RETIRED: (
        {"runner": "Bank"},
        "N003 success Ada Rossi retired the connection Bank.",
    ),
    Event.RUNNER_ROTATED: (
        {"runner": "Bank", "until": "2026-11-26 14:12 UTC"},
        (
            "N004 success Ada Rossi gave the connection Bank a new secret; "
            "the old one ends 2026-11-26 14:12 UTC."
        ),
    ),
    Event.RUNNER_ROTATION_ENDED: (
        {"runner": "Bank"},
        "N005 success Ada Rossi ended the older secret of the connection Bank.",
    ),
    Event.SECRETS_RESEALED: (
        {"count": "3"},
        (
            "N008 success Ada Rossi sealed the secrets of its connections with the "
            "platform's present key: 3 of them are live."
        ),
    ),
    Event.HOST_ALLOWED: (
        {"host": "bank.example", "reason": "Our bank pays from there."},
        (
            "N006 success Ada Rossi allowed runners to reach bank.example, "
            "because “Our bank pays from there.”"
        ),
    ),
    Event.HOST_REMOVED: (
        {"host": "bank.example", "reason": "We left this bank."},
        (
            "N007 success Ada Rossi forbade runners to reach bank.example, "
            "because “We left this bank.”"
        ),
    ),
}

"""What every event of writing and publishing boundaries reads as."""

from audit.events import Event

_RULE = {"number": "3", "title": "Larger payments"}

BOUNDARIES: dict[Event, tuple[dict[str, str], str]] = {
    Event.RULE_WRITTEN: (
        {**_RULE, "status": "draft"},
        (
            "B001 success Ada Rossi wrote rule 3, “Larger payments”. "
            "In the next version: draft."
        ),
    ),
    Event.RULE_CHANGED: (
        {**_RULE, "members": "conditions, reason"},
        (
            "B002 success Ada Rossi changed rule 3, “Larger payments”, for the next "
            "version: conditions, reason."
        ),
    ),
    Event.RULE_STATUS_SET: (
        {**_RULE, "status": "in force", "before": "draft"},
        (
            "B003 success Ada Rossi set what rule 3, “Larger payments”, will be in "
            "the next version: in force; before: draft."
        ),
    ),
    Event.LIST_WRITTEN: (
        {"list": "Approved suppliers", "count": "12"},
        "B004 success Ada Rossi wrote the list Approved suppliers, 12 entries long.",
    ),
    Event.LIST_CHANGED: (
        {"list": "Approved suppliers", "added": "2", "removed": "0"},
        (
            "B005 success Ada Rossi changed the list Approved suppliers for the next "
            "version: 2 entries added, 0 removed."
        ),
    ),
    Event.LIST_DROPPED: (
        {"list": "Approved suppliers"},
        (
            "B006 success Ada Rossi left the list Approved suppliers out of the next "
            "version."
        ),
    ),
    Event.BOUNDARY_PROPOSED: (
        {"version": "4", "count": "8"},
        "B007 success Ada Rossi proposed boundary version 4 of 8 rules.",
    ),
    Event.BOUNDARY_WITHDRAWN: (
        {"version": "4", "count": "8"},
        (
            "B008 success Ada Rossi withdrew what was proposed as boundary version 4: "
            "8 rules."
        ),
    ),
    Event.BOUNDARY_RESTORED: (
        {"version": "2"},
        (
            "B009 success Ada Rossi put the drafted rules back to what boundary "
            "version 2 had."
        ),
    ),
    Event.REPLAY_ASKED: (
        {"count": "9", "days": "30"},
        (
            "B012 success Ada Rossi asked what 9 drafted rules would have changed "
            "about the last 30 days."
        ),
    ),
    Event.PUBLISHER_SET: (
        {"publisher": "whoever proposes them"},
        (
            "B010 success Ada Rossi decided who publishes boundaries: "
            "whoever proposes them."
        ),
    ),
}

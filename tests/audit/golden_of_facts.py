"""What every event of keeping facts reads as."""

from audit.events import Event

_SUPPLIERS = {"register": "Suppliers"}
_S1 = {**_SUPPLIERS, "key": "S-1"}

FACTS: dict[Event, tuple[dict[str, str], str]] = {
    Event.REGISTER_CREATED: (
        {**_SUPPLIERS, "name": "suppliers"},
        "F001 success Ada Rossi created the register Suppliers, which is suppliers.",
    ),
    Event.REGISTER_CHANGED: (
        {**_SUPPLIERS, "before": "Vendors", "columns": "limit is money"},
        (
            "F002 success Ada Rossi changed the register Vendors. It is called "
            "Suppliers; limit is money."
        ),
    ),
    Event.RECORDS_UPLOADED: (
        {
            **_SUPPLIERS,
            "added": "12",
            "changed": "3",
            "removed": "0",
            "digest": "sha256:5d",
        },
        (
            "F003 success Ada Rossi loaded a file into Suppliers: 12 records added, "
            "3 changed, 0 removed. The file is sha256:5d."
        ),
    ),
    Event.RECORD_ADDED: (_S1, "F004 success Ada Rossi added S-1 to Suppliers."),
    Event.RECORD_CHANGED: (_S1, "F005 success Ada Rossi changed S-1 in Suppliers."),
    Event.RECORD_REMOVED: (_S1, "F006 success Ada Rossi removed S-1 from Suppliers."),
    Event.FEED_KEY_ISSUED: (
        {**_SUPPLIERS, "prefix": "a1b2c3d4", "until": "2027-05-22 12:00:00 UTC"},
        (
            "F007 success Ada Rossi issued the key a1b2c3d4 that keeps Suppliers, "
            "until 2027-05-22 12:00:00 UTC."
        ),
    ),
    Event.FEED_KEY_REVOKED: (
        {**_SUPPLIERS, "prefix": "a1b2c3d4", "reason": "It leaked."},
        (
            "F008 success Ada Rossi revoked the key a1b2c3d4 that keeps Suppliers, "
            "because “It leaked.”"
        ),
    ),
}

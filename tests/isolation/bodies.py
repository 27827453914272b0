"""What is typed into the larger forms of the portal, so that they are accepted."""

from governance.clientfile.plans import Plan
from governance.portal.as_code.packing import packed

DECLARED = {
    "name": "till.open",
    "title": "Open the till",
    "phrase": "open the till",
    "schema": '{"type": "object"}',
    "performer": "agent",
    "effect_class": "unsafe",
    "reversibility": "reversible",
    "settle_seconds": "0",
    "repeat_seconds": "60",
    "permit_seconds": "60",
}
RULE = {
    "title": "Nothing is opened",
    "key": "no-tills",
    "subject": "*",
    "workflow": "*",
    "action": "till.open",
    "join": "all",
    "effect": "deny",
    "status": "active",
}
LISTED = {"name": "banned", "title": "Banned", "entries": "Nobody Ltd"}
SHOWN = {"shown": "content_hash"}
FILE = "format: 1\n"
# Nothing would change, whichever client it is loaded into.
LOADED = {"packed": packed(FILE.encode()), "shown": Plan().digest}

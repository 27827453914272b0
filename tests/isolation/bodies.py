"""What is typed into the larger forms of the portal, so that they are accepted."""

from governance.clientfile.plans import Change, Kind, Plan
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
    "title": "Nobody is written to",
    "key": "no-letters",
    "subject": "*",
    "workflow": "*",
    "action": "supplier.notify",
    "join": "all",
    "effect": "deny",
    "status": "active",
}
LISTED = {"name": "banned", "title": "Banned", "entries": "Nobody Ltd"}
SHOWN = {"shown": "content_hash"}
ESCALATION = {"seen": "0", "whom_0": "group", "after_1": "75", "whom_1": "admin"}
HOURS = {"opens_0": "09:00", "closes_0": "17:00"}
FILE = "format: 1\n"
# Adds a group, where there is none of that name.
GROUP_LOADED = "Loaded from a file"
_WITH_A_GROUP = f"{FILE}groups:\n- {GROUP_LOADED}\n"
_ADDED = Change(
    Kind.ADDED,
    "groups",
    ("groups", 0),
    f"group “{GROUP_LOADED}”.",
    {"name": GROUP_LOADED},
)
LOADED = {
    "packed": packed(_WITH_A_GROUP.encode()),
    "shown": Plan(changes=[_ADDED]).digest,
}

"""Every route of the platform: how it is called, and where an id can be put.

One line is one route. A route that is missing here, or is here and no longer
there, fails test_routes.py by its name.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from config.demo.process import WORKFLOW_KEY
from tests.cast import PASSWORD, payment
from tests.governance.amounts import RAISED
from tests.isolation.bodies import (
    DECLARED,
    ESCALATION,
    FILE,
    HOURS,
    LISTED,
    LOADED,
    RULE,
    SHOWN,
)
from tests.isolation.routes_of_admin import admin_routes
from tests.isolation.routes_of_facts import OF_FACTS
from tests.isolation.routes_of_readiness import OF_READINESS
from tests.isolation.routes_of_tickets import OF_TICKETS
from tests.isolation.trying import TRIED, TRIER


@dataclass(frozen=True, slots=True)
class Call:
    """How a route is called by who may.

    ``query`` names the parameters that its view reads, ``refers`` the fields of its
    body that name something of a client; both say which part is put there. What only
    ``looks`` is answered with a page, and changes nothing by whatever method.
    """

    method: str = "GET"
    body: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    refers: Mapping[str, str] = field(default_factory=dict)
    looks: bool = False


AT_A_CLIENT, TO_AGENTS, TO_LEADS = "c/<slug:client>/", "api/v1/", "admin/"
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]

# Below c/<slug:client>/: for the people of that client.
_REASON = {"reason": "The supplier was called."}
_PAGED = {"before": "number", "after": "number"}
_TRACED = {
    "agent": "agent_id",
    "event": "client",
    "run": "run_id",
    "before": "entry_id",
}
_HANDED = {"step": "read", "words": "I read it myself.", "done": "yes"}
_UNDONE = {"words": "I called them.", "done": "yes"}
_COMPENSATION = {"compensation": "compensation_id"}
_NIA = {"name": "Nia Costa", "email": "nia@acme.example", "role": "member"}
_PERSON = {"person": "membership_id"}
_AGENT = {"name": "Customs agent", "purpose": "Declares goods."}
_SOON = str((datetime.now(UTC) + timedelta(days=30)).date())
_SURE = {"sure": "yes"}
_AT = {"url": f"{os.environ['BANK_URL']}/payments"}
_SECRET = {"secret_from": "pasted", "secret": os.environ["BANK_SECRET"]}
_ROTATED = {**_SECRET, "overlap": "24"}
_CONNECTED = {**_AT, **_SECRET, "name": "Till", "kind": "webhook", "timeout": "5"}
PORTAL: dict[str, Call] = {
    "": Call(),
    "inbox/": Call(query={"show": "client", "page": "number"}),
    "inbox/news": Call(query={"since": "checkpoint_id"}),
    "inbox/<uuid:checkpoint_id>/": Call(),
    "inbox/deciding/": Call(),
    "inbox/<uuid:checkpoint_id>/rule/": Call(),
    "inbox/<uuid:checkpoint_id>/rule/draft/": Call("POST", RAISED),
    "inbox/<uuid:checkpoint_id>/answer": Call("POST", {**_REASON, "answer": "approve"}),
    "runs/": Call(query={"state": "client", **_PAGED}),
    "runs/<int:number>/": Call(),
    "runs/<int:number>/story/": Call(query={"seen": "entry_id"}),
    "runs/<int:number>/rescue/": Call("POST", {**_REASON, "decided": "by_hand"}),
    "runs/<int:number>/steps/": Call("POST", _HANDED),
    "runs/<int:number>/undo/": Call(),
    "runs/<int:number>/undo/start/": Call("POST", _REASON, refers={"seen": "seen"}),
    "runs/<int:number>/undone/": Call("POST", _UNDONE, refers=_COMPENSATION),
    **{path: Call(**made) for path, made in OF_TICKETS.items()},
    "agents/": Call(),
    "agents/<uuid:agent_id>/": Call(),
    "agents/<uuid:agent_id>/first/": Call(query={"seen": "action_id"}),
    "agents/new/": Call(),
    "agents/register/": Call("POST", _AGENT, refers={"owner": "membership_id"}),
    "agents/<uuid:agent_id>/edit/": Call(),
    "agents/<uuid:agent_id>/describe/": Call("POST", {**_AGENT, "name": "Customs"}),
    "halts/": Call(),
    "halts/second/": Call("POST", {"demanded": "no"}),
    "halts/new/<uuid:row_id>/": Call(),
    "halts/set/<uuid:row_id>/": Call("POST", _REASON),
    "halts/<uuid:halt_id>/": Call(),
    "halts/<uuid:halt_id>/lift/": Call("POST", _REASON),
    "agents/<uuid:agent_id>/owners/": Call(query={"at": "number"}),
    "agents/<uuid:agent_id>/owners/name/": Call(
        "POST", {"role": "owner"}, refers={"person": "membership_id"}
    ),
    "owners/<uuid:ownership_id>/accept/": Call("POST", {"password": PASSWORD}),
    "owners/<uuid:ownership_id>/end/": Call("POST", {"until": _SOON}),
    "boundaries/limits/": Call(),
    **{route: Call(**how) for route, how in OF_FACTS.items()},
    **{route: Call(**how) for route, how in OF_READINESS.items()},
    "people/": Call(),
    "people/invite/": Call("POST", _NIA),
    "people/<uuid:membership_id>/": Call(),
    "people/<uuid:membership_id>/absence/": Call(
        "POST", {"since": _SOON, "until": _SOON}
    ),
    "absences/<uuid:absence_id>/withdraw/": Call("POST"),
    "people/<uuid:membership_id>/delegate/": Call(
        "POST", {"since": _SOON, "until": _SOON}, refers={"to": "to_id"}
    ),
    "delegations/<uuid:delegation_id>/withdraw/": Call("POST"),
    "people/<uuid:membership_id>/role/": Call("POST", {"role": "auditor"}),
    "people/<uuid:membership_id>/suspend/": Call("POST", _REASON),
    "people/<uuid:membership_id>/restore/": Call("POST", _REASON),
    "invitations/<uuid:invitation_id>/send/": Call("POST"),
    "invitations/<uuid:invitation_id>/withdraw/": Call("POST"),
    "people/second-factor/": Call("POST", {"demanded": "yes"}),
    "groups/create/": Call("POST", {"name": "Treasury"}),
    "groups/<uuid:group_id>/": Call(),
    "groups/<uuid:group_id>/rename/": Call("POST", {"name": "Renamed"}),
    "groups/<uuid:group_id>/add/": Call("POST", {"back": ""}, refers=_PERSON),
    "groups/<uuid:group_id>/remove/": Call("POST", {"back": ""}, refers=_PERSON),
    "groups/<uuid:group_id>/hours/": Call("POST", {"demanded": "yes"}),
    "groups/<uuid:group_id>/escalation/": Call(),
    "groups/<uuid:group_id>/escalation/write/": Call(
        "POST", ESCALATION, refers={"person_1": "membership_id"}
    ),
    "support/<uuid:access_id>/end/": Call("POST"),
    "working-hours/": Call(),
    "working-hours/set/": Call("POST", HOURS),
    "owners/<uuid:ownership_id>/withdraw/": Call("POST"),
    "agents/<uuid:agent_id>/keys/": Call(),
    "agents/<uuid:agent_id>/keys/issue/": Call("POST", {"name": "Production"}),
    "keys/<uuid:key_id>/end/": Call("POST", {"when": "hour"}),
    "keys/<uuid:key_id>/revoke/": Call("POST", _REASON),
    "agents/<uuid:agent_id>/clearances/": Call(
        query={"workflow": "workflow", "until": "number"}
    ),
    "agents/<uuid:agent_id>/clearances/sign/": Call(
        "POST", {"until": _SOON}, refers={"workflow": "workflow"}
    ),
    "clearances/<uuid:clearance_id>/revoke/": Call("POST", _REASON),
    "boundaries/": Call(),
    "boundaries/propose/": Call("POST", refers=SHOWN),
    "boundaries/publish/": Call("POST", refers=SHOWN),
    "boundaries/publisher/": Call("POST", {"demanded": "no"}),
    "boundaries/proposals/<uuid:proposal_id>/publish/": Call("POST"),
    "boundaries/proposals/<uuid:proposal_id>/withdraw/": Call("POST"),
    "boundaries/rules/new/": Call(),
    "boundaries/rules/write/": Call("POST", RULE, refers={"subject": "agent_id"}),
    "boundaries/rules/<uuid:rule_id>/": Call(),
    "boundaries/rules/<uuid:rule_id>/change/": Call("POST", RULE),
    "boundaries/rules/<uuid:rule_id>/status/": Call("POST", {"status": "retired"}),
    "boundaries/lists/": Call(),
    "boundaries/lists/write/": Call("POST", LISTED),
    "boundaries/lists/<uuid:list_id>/": Call(),
    "boundaries/lists/<uuid:list_id>/change/": Call("POST", LISTED),
    "boundaries/lists/<uuid:list_id>/drop/": Call("POST", _SURE),
    "boundaries/differences/": Call(query={"old": "number", "new": "number"}),
    "boundaries/versions/<int:number>/": Call(),
    "boundaries/versions/<int:number>/restore/": Call("POST", _SURE),
    "action-types/": Call(),
    "action-types/new/": Call(query={"begin": "action"}),
    "action-types/check/": Call("POST", DECLARED, looks=True),
    "action-types/declare/": Call("POST", DECLARED),
    "action-types/<uuid:action_type_id>/": Call(),
    "action-types/<uuid:action_type_id>/next/": Call(),
    "action-types/<uuid:action_type_id>/check/": Call("POST", DECLARED, looks=True),
    "action-types/<uuid:action_type_id>/declare/": Call("POST", DECLARED),
    "connections/": Call(),
    "connections/new/": Call(),
    "connections/connect/": Call("POST", _CONNECTED),
    "connections/<uuid:runner_id>/": Call(),
    "connections/<uuid:runner_id>/change/": Call("POST", {**_AT, "timeout": "7"}),
    "connections/<uuid:runner_id>/retire/": Call("POST", _SURE),
    "connections/<uuid:runner_id>/rotate/": Call("POST", _ROTATED),
    "connections/<uuid:runner_id>/end-secret/": Call("POST", _SURE),
    "connections/<uuid:runner_id>/test/": Call("POST", _SURE),
    "connections/<uuid:runner_id>/told/": Call(),
    "connections/<uuid:runner_id>/told/choose/": Call(
        "POST", {"news": "ticket.opened"}
    ),
    "announcements/<uuid:announcement_id>/again/": Call("POST", _SURE),
    "hosts/allow/": Call("POST", {**_REASON, "host": "new.example"}),
    "hosts/<uuid:host_id>/": Call(),
    "hosts/<uuid:host_id>/remove/": Call("POST", _REASON),
    "boundaries/try/": Call(query={"action": "action"}),
    "boundaries/try/answer/": Call("POST", TRIED, refers=TRIER, looks=True),
    "boundaries/findings/": Call(),
    "boundaries/replay/": Call(),
    "boundaries/replay/ask/": Call("POST", {"days": "30"}),
    "boundaries/replay/<uuid:replay_id>/": Call(),
    "as-code/": Call(),
    "as-code/download/": Call(),
    "as-code/plan/": Call("POST", {"text": FILE}, looks=True),
    "as-code/load/": Call("POST", LOADED),
    "trace/": Call(query=_TRACED),
    "trace/<uuid:entry_id>/": Call(),
}

# Below api/v1/: for agents.
_STOP = {
    "reason": "The page is not readable.",
    "last_safe_point": "Before reading.",
    "side_effects": "none",
}
_OUTCOME = {"status": "succeeded", "summary": "It is done."}
_NAMED = {"run": "run_id", "workflow": "workflow", "action": "action"}
API: dict[str, Call] = {
    "agent": Call(),
    "agent/halt": Call("POST", _REASON),
    "agent/accountable": Call(query={"at": "client"}),
    "runs": Call("POST", {"workflow": WORKFLOW_KEY}, refers={"workflow": "workflow"}),
    "runs/<uuid:run_id>": Call(),
    "runs/<uuid:run_id>/heartbeat": Call("POST", {"fence": 1}),
    "runs/<uuid:run_id>/notes": Call("POST", {"text": "It matches its order."}),
    "runs/<uuid:run_id>/complete": Call("POST", {"summary": "Paid."}),
    "runs/<uuid:run_id>/interrupt": Call("POST", _STOP),
    "actions": Call("POST", payment(), refers=_NAMED),
    "actions/<uuid:action_id>": Call(query={"wait": "action_id"}),
    "actions/<uuid:action_id>/start": Call("POST"),
    "actions/<uuid:action_id>/outcome": Call("POST", _OUTCOME),
}

# Below api/v1/, too: for programs that keep a register, by a key of its own.
FEEDS: dict[str, Call] = {"facts/<slug:register>/<path:record_key>": Call()}

# For whoever comes: nothing here belongs to a client.
_SIGN_IN = {"username": "nobody@remit.example", "password": PASSWORD}
_NEXT = {"next": "page"}
OPEN: dict[str, Call] = {
    "": Call(),  # to the client, or the choice of them, of who is signed in
    "sign-in/": Call("POST", _SIGN_IN, query=_NEXT),
    "sign-out/": Call("POST", query=_NEXT),
    "metrics": Call(),  # nothing without its token
    "account/": Call(),
    "account/name/": Call("POST"),
    "account/password/": Call("POST"),
    "account/second-factor/": Call(),
    "account/second-factor/start/": Call("POST"),
    "account/second-factor/codes/": Call("POST"),
    "account/second-factor/stop/": Call("POST"),
    "account/sessions/<int:session_id>/end/": Call("POST"),
    "sign-in/code/": Call("POST", query=_NEXT),
    "password/": Call("POST"),
    "password/asked/": Call(),
    "password/chosen/": Call(),
    "password/<str:uidb64>/<str:token>/": Call(),
    "invitation/": Call(),
    "invitation/<str:token>/": Call(),
    "decide/<str:token>/": Call(),
    "mailbox/": Call(),  # there in a demo alone
    "mailbox/<uuid:mail_id>/": Call(),
    ".well-known/jwks.json": Call(),
    "api/v1/schema/": Call(query={"lang": "client", "version": "number"}),
    "api/v1/docs/": Call(),
    "^api/": Call(),  # whatever else the API might be asked for
    "admin/login/": Call(query=_NEXT),
}


def every_route() -> dict[str, Call | None]:
    """Return every route as the resolver writes it; the admin's are not called."""
    return {
        **{f"{AT_A_CLIENT}{route}": how for route, how in PORTAL.items()},
        **{f"{TO_AGENTS}{route}": how for route, how in {**API, **FEEDS}.items()},
        **{f"{TO_LEADS}{route}": None for route in admin_routes()},
        **OPEN,
    }

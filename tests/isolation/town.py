"""Acme and Globex, both of them lived in, and everybody who may come to Acme's door.

Made once: Globex must not change whatever is asked, and that is tested.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from uuid import uuid4

from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from agents.models import ActionType, AgentKey, AllowedHost, Ownership, Runner
from agents.services import issue_key, publish_action_type, register_agent
from audit.models import Entry
from config.demo.process import NOTIFY, STEPS
from governance.models import (
    BoundaryProposal,
    BoundaryRule,
    Checkpoint,
    Clearance,
    FeedKey,
    IdempotencyKey,
    NamedList,
    Record,
    ReplayJob,
    Workflow,
)
from governance.services.boundaries import load_records
from governance.services.numbering import next_number
from governance.services.workflows import publish_workflow
from tenants.models import Group, Invitation, Mail, Membership, Role, User
from tenants.selectors import open_invitations
from tenants.services import (
    add_person,
    create_user,
    invite,
    join_group,
    withdraw_invitation,
)
from tests.browsers import quick
from tests.cast import PASSWORD, Cast, make_acme, make_globex
from tests.database import changed
from tests.isolation.asking import Parts, QuickBrowser, Visitor
from tests.isolation.canaries import Canaries
from tests.isolation.fresh_facts import a_feed, a_register, upload_of
from tests.isolation.fresh_halts import halt_parts
from tests.isolation.fresh_readiness import ready_parts
from tests.isolation.fresh_tickets import ticket_parts
from tests.isolation.fresh_undoing import undo_parts
from tests.leads import a_lead, with_access
from tests.lived_in import live_in
from tests.tenants.factors import a_session

# Globex's numbers are nobody else's, and stand in no text by chance.
_ACME_COUNTS_FROM, _GLOBEX_COUNTS_FROM = 550_313_000, 770_131_000
_NAMED = ("workflow", "step", "action")


@dataclass(frozen=True)
class Town:
    """The two clients, what is whose, and who comes."""

    acme: Cast
    globex: Cast
    own: Parts
    theirs: Parts
    visitors: dict[str, Visitor]
    canaries: Canaries

    def nothing(self) -> dict[str, str]:
        """Return parts that are nobody's, each like the one that is Globex's.

        Ids begin with their time, and a list may be read from any moment: so only
        what comes after the time is another.
        """
        mark = uuid4().hex
        slug = f"nobody-{mark[:10]}"
        named = {name: f"{name}-{mark[-20:]}" for name in _NAMED}
        fixed = {"client": slug, "register": slug, "page": f"/c/{slug}/"}
        fixed |= {"number": "999999999", "session_id": "888888888"}
        ids = {
            name: f"{value[:19]}{str(uuid4())[19:]}"
            for name, value in self.theirs.items()
            if name not in {**named, **fixed}
        }
        return ids | named | fixed


@cache
def town() -> Town:
    """Return the two clients with everything that has happened there."""
    acme, globex = make_acme(), make_globex()
    _hire(acme)
    _count_from(acme, _ACME_COUNTS_FROM)
    _count_from(globex, _GLOBEX_COUNTS_FROM)
    _keep_to_itself(globex)
    own, theirs = _parts(acme), _parts(globex)
    _withdraw_all(acme)
    made = Town(
        acme=acme,
        globex=globex,
        own=own,
        theirs=theirs,
        visitors=visitors_of(acme, globex) | {"works at both": _of_both(acme, globex)},
        canaries=Canaries(globex, unlike=acme),
    )
    assert theirs["agent_id"] in made.canaries.words
    assert theirs["number"] in made.canaries.words
    return made


def visitors_of(cast: Cast, *others: Cast) -> dict[str, Visitor]:
    """Return everybody who may come, by role; the lead may look into the others too."""
    people = {
        "admin": cast.ada,
        "operator": cast.bo,
        "auditor": cast.vi,
        "member": cast.mo,
        "approver": cast.fin,
        "suspended": cast.sue,
    }
    found = {name: signed_in(name, one.user) for name, one in people.items()}
    lead = a_lead()
    with_access(lead, cast, *others)
    found["lead"] = signed_in("lead", lead)
    found["nobody"] = Visitor("nobody", a_browser())
    found["agent's key"] = with_key("agent's key", cast.key)
    found["feed key"] = with_key("feed key", _feed_key(cast))
    found["revoked key"] = with_key("revoked key", _revoked_key(cast))
    return found


def signed_in(name: str, user: User) -> Visitor:
    """Return somebody who is signed in."""
    browser = a_browser()
    browser.force_login(user)
    return Visitor(name, browser)


def with_key(name: str, key: str) -> Visitor:
    """Return somebody who sends this key."""
    return Visitor(name, a_browser(), {"Authorization": f"Bearer {key}"})


def a_browser() -> QuickBrowser:
    """Return a browser of a visitor."""
    return quick(QuickBrowser())


def _hire(cast: Cast) -> None:
    with cast.scope():
        finance = Group.objects.get()
        for name, role, decides in [
            ("Mo Silva", Role.MEMBER, False),
            ("Fin Adler", Role.MEMBER, True),
            ("Sue Kemp", Role.ADMIN, True),
        ]:
            person = _person(cast, name, role)
            if decides:
                join_group(membership=person, group=finance)
        cast.sue.is_active = False
        cast.sue.save(update_fields=["is_active"])


def _person(cast: Cast, name: str, role: Role) -> Membership:
    first = name.split(maxsplit=1)[0].lower()
    email = f"{first}+{uuid4().hex[:10]}@acme.example"
    user = create_user(email=email, name=name, password=PASSWORD)
    cast.people[first] = add_person(user=user, role=role)
    return cast.people[first]


def _of_both(acme: Cast, globex: Cast) -> Visitor:
    """Return an admin of Globex who also works at Acme, as an auditor."""
    with acme.scope():
        person = _person(acme, "Di Brandt", Role.AUDITOR)
    with globex.scope():
        add_person(user=person.user, role=Role.ADMIN)
    return signed_in("works at both", person.user)


def _keep_to_itself(cast: Cast) -> None:
    """Give Globex a workflow, an action and records that Acme has not."""
    with cast.scope():
        names = _names(cast)
        step = {**STEPS[0], "key": names["step"]}
        publish_workflow(key=names["workflow"], title="Hushed work", steps=[step])
        declared = replace(NOTIFY, name=names["action"], title="Hushed act")
        publish_action_type(declared, runner=Runner.objects.get(name="Mail"))
        secret = {"id": "SX-771399", "name": "Hushed Supplier", "status": "approved"}
        load_records(name="suppliers", title="Suppliers", records=[secret])


def _count_from(cast: Cast, number: int) -> None:
    """Have a client's numbers be its own, and in no other number of an answer."""
    with cast.scope():
        for kind in ("run", "ticket"):
            next_number(kind)
        changed("UPDATE governance_numbering SET last = %s", number)


def _names(cast: Cast) -> dict[str, str]:
    """Return what a client's own workflow, step and action are called."""
    mark = cast.client.id.hex[-20:]
    return {name: f"{name}-{mark}" for name in _NAMED}


def _parts(cast: Cast) -> Mapping[str, str]:
    traces = live_in(cast)
    slug = cast.client.slug
    first = next(iter(cast.people.values()))
    with cast.scope(first):
        register = a_register()
        kept = Record.objects.get(register=register)
        feed = FeedKey.objects.get(prefix=a_feed(register, cast).split("_")[1])
        invited = _invited(first)
        return {
            **_names(cast),
            "action_id": traces.waiting,
            "action_type_id": str(ActionType.objects.earliest("published_at").id),
            "agent_id": str(cast.agent.id),
            "checkpoint_id": str(Checkpoint.objects.earliest("asked_at").id),
            "client": slug,
            # Published, so that nothing can be done about it any more.
            "proposal_id": str(BoundaryProposal.objects.earliest("proposed_at").id),
            # Of nothing that is there: two clients may well write the same rules.
            "content_hash": f"sha256:{cast.client.id.hex}",
            "list_id": str(NamedList.objects.earliest("id").id),
            "rule_id": str(BoundaryRule.objects.earliest("number").id),
            "feed_id": str(feed.id),
            "group_id": str(Group.objects.earliest("id").id),
            "invitation_id": str(invited.id),
            "mail_id": str(Mail.objects.get(about__invitation=str(invited.id)).id),
            "membership_id": str(first.id),
            "upload_id": upload_of(register, cast),
            # An id that is right, and a proof that is not.
            "token": f"{invited.id}.{'x' * 43}",
            "uidb64": urlsafe_base64_encode(force_bytes(first.user_id)),
            "entry_id": str(Entry.objects.earliest("id").id),
            "clearance_id": str(Clearance.objects.earliest("signed_at").id),
            "host_id": str(AllowedHost.objects.earliest("added_at").id),
            "key": IdempotencyKey.objects.earliest("id").key,
            "key_id": str(AgentKey.objects.earliest("issued_at").id),
            "ownership_id": str(Ownership.objects.earliest("named_at").id),
            "page": f"/c/{slug}/",
            "session_id": str(a_session(first.user).id),
            "replay_id": str(ReplayJob.objects.earliest("asked_at").id),
            "record_id": str(kept.id),
            "record_key": f"{kept.id}",
            "register": register.name,
            "register_id": str(register.id),
            "run_id": traces.run,
            **ready_parts(cast),
            **halt_parts(cast),
            **undo_parts(),
            **ticket_parts(first),
            "workflow_id": str(Workflow.objects.earliest("id").id),
            "runner_id": str(Runner.objects.get(name="Bank").id),
        }


def _invited(by: Membership) -> Invitation:
    """Invite somebody, who does not come."""
    email = f"nia+{uuid4().hex[:10]}@example.com"
    return invite(name=f"Nia {email[4:14]}", email=email, role=Role.MEMBER, by=by)


def _withdraw_all(cast: Cast) -> None:
    """Leave no invitation of this client's that a request without a body would end."""
    with cast.scope(cast.ada):
        for one in open_invitations():
            withdraw_invitation(one, by=cast.ada)


def _feed_key(cast: Cast) -> str:
    """Return a key of a register of its own: one has no more than two live keys."""
    with cast.scope():
        return a_feed(a_register(), cast)


def _revoked_key(cast: Cast) -> str:
    with cast.scope():
        key = issue_key(agent=cast.agent)
        changed(
            "UPDATE agents_agentkey SET revoked_at = remit_now() WHERE prefix = %s",
            key.split("_")[1],
        )
    return key


def second_agent(cast: Cast) -> Cast:
    """Return the client with another of its agents, which has a key of its own."""
    with cast.scope():
        agent = register_agent(
            name=f"Other agent {uuid4().hex[:8]}", purpose="Reads reports."
        )
        return replace(cast, agent=agent, key=issue_key(agent=agent))

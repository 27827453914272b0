"""What is still missing before an agent may act, in words, each with its remedy."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from agents.models import OwnerRole
from governance.selectors.fleet import Portrait
from governance.selectors.powers import Powers
from tenants.models import Client


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that an agent needs; ``href`` and ``link`` are what mends it."""

    done: bool
    text: str
    href: str
    link: str
    needed: bool = True


def checklist(page: Portrait, powers: Sequence[Powers], client: Client) -> list[Item]:
    """Return what an agent needs before it may act; nothing if it has all of it."""
    of_agent = {"client": client.slug, "agent_id": page.member.agent.id}
    owners, keys, clearances = (
        reverse(f"portal:{name}", kwargs=of_agent)
        for name in ("owners", "keys", "clearances")
    )
    types = reverse("portal:action-types", kwargs={"client": client.slug})
    items = [
        _person(page, OwnerRole.OWNER, owners),
        _person(page, OwnerRole.DEPUTY, owners),
        _key(page, keys),
        _clearance(page, clearances),
        _boundary(powers, types),
        *_halts(page),
    ]
    return items if any(one.needed and not one.done for one in items) else []


def _person(page: Portrait, role: OwnerRole, href: str) -> Item:
    is_owner = role is OwnerRole.OWNER
    held = page.member.owner if is_owner else page.member.deputy
    named = [
        one.membership.user.name
        for one in page.ownerships
        if one.role == role and one.accepted_at is None and one.until is None
    ]
    text, link = f"It has no {role.label}.", f"Name a {role.label}"
    if held is not None:
        text = f"{held.membership.user.name} is its {role.label}."
    elif named:
        text, link = f"{named[0]} was named {role.label} and has yet to accept.", "See"
    elif not is_owner:
        text = "It has no deputy. It may act without, but somebody should stand in."
    return Item(held is not None, text, href, link, needed=is_owner)


def _key(page: Portrait, href: str) -> Item:
    live = bool(page.live_keys)
    text = "It has a key." if live else "It has no live key, so it cannot call."
    return Item(live, text, href, "Issue a key")


def _clearance(page: Portrait, href: str) -> Item:
    cleared = page.member.clearances
    text = "It is cleared for nothing."
    if cleared:
        text = f"It is cleared for {cleared[0].workflow_version.workflow.title}."
    return Item(bool(cleared), text, href, "Clear it for a workflow")


def _boundary(powers: Sequence[Powers], href: str) -> Item:
    if not powers:
        text = "No action is declared that it could ask for."
        return Item(done=False, text=text, href=href, link="Declare one")
    able = any(one.able for one in powers)
    text = "The boundaries let it do something." if able else "No rule allows anything."
    return Item(able, text, "#powers", "What it may do")


def _halts(page: Portrait) -> list[Item]:
    return [
        Item(done=False, text=f"{halt.label} is halted.", href="#halt", link="See")
        for halt in page.member.halts
    ]

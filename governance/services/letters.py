"""The words of mails about what waits for a person, found when a mail is sent.

What others wrote stands in them on one line and with every hidden character escaped:
it cannot continue our sentences, or look like another text.
"""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from governance.engine.wording import visible
from governance.escalation import Place
from governance.links import CheckpointLink, checkpoint_token
from governance.models import Checkpoint, CheckpointNotice, Decision, Effect
from governance.selectors.escalation import plan_of
from governance.selectors.notices import may_answer, still_waits
from tenants.clock import database_now
from tenants.links import absolute
from tenants.models import Client
from tenants.scoping import PLATFORM, client_scope
from tenants.services.letters import Found
from tenants.templatetags.times import due, left

_LONGEST_ACT = 120
_LONGEST_REASON = 1000
# How a subject begins, from which share of the time to answer on that has gone.
_BEGINNINGS = {75: "About to lapse", 1: "Still open", 0: "Decide"}
_BECAUSE = {
    Place.GROUP: "You are asked as one of {group}.",
    Place.PERSON: "You are told because {group} has you told. {group} decides.",
    Place.TEAM: "You are told because {group} has your group told. {group} decides.",
    Place.OWNER: "You are told because you answer for the agent. {group} decides.",
    Place.DEPUTY: "You are told as the deputy of who answers for it. {group} decides.",
    Place.ADMIN: "You are told because you are an admin. {group} decides.",
}


def checkpoint_letter(about: dict[str, str]) -> Found:
    """Return subject and words of a mail about a checkpoint.

    None where it does not wait any more, or not for who would be told.
    """
    link = CheckpointLink(
        UUID(about["client"]), UUID(about["checkpoint"]), UUID(about["membership"])
    )
    with client_scope(link.client_id, actor=PLATFORM):
        client = Client.objects.get()
        notice = _notice(link)
        if notice is None or not _concerns(notice):
            return None
        with timezone.override(ZoneInfo(client.time_zone)):
            return _written(client, notice, link)


def _notice(link: CheckpointLink) -> CheckpointNotice | None:
    """Return of what the person was told last: a mail that comes late is not old."""
    rows = CheckpointNotice.objects.filter(
        checkpoint_id=link.checkpoint_id, person_id=link.membership_id
    ).select_related("person__user", "checkpoint__group", "checkpoint__action__agent")
    return rows.order_by("-after").first()


def _concerns(notice: CheckpointNotice) -> bool:
    asked: Checkpoint = notice.checkpoint
    waits = still_waits(asked)
    if notice.place == Place.GROUP:
        return waits and notice.person in may_answer(asked)
    return waits and bool(notice.person.is_active and notice.person.user.is_active)


def _written(client: Client, notice: CheckpointNotice, link: CheckpointLink) -> Found:
    asked: Checkpoint = notice.checkpoint
    now, group = database_now(), asked.group.name
    agent = visible(asked.action.agent.name)
    act = visible(asked.action.act, longest=_LONGEST_ACT)
    context: dict[str, Any] = {
        "name": visible(notice.person.user.name),
        "client": visible(client.name),
        "agent": agent,
        "act": visible(asked.action.act, longest=_LONGEST_REASON),
        "reason": visible(asked.action.reason, longest=_LONGEST_REASON),
        "rules": _rules(asked),
        "because": _BECAUSE[Place(notice.place)].format(group=visible(group)),
        "deadline": due(asked.deadline, now=now),
        "left": left(int((asked.deadline - now).total_seconds())),
        "link": absolute(reverse("checkpoint-link", args=[checkpoint_token(link)])),
    }
    return f"{_beginning(notice)}: {agent} wants to {act}", context


def _beginning(notice: CheckpointNotice) -> str:
    planned = plan_of(notice.checkpoint)
    reached = [one.step.after for one in planned if one.at <= notice.told_at]
    gone = min(notice.after, max(reached, default=0))
    return next(words for share, words in _BEGINNINGS.items() if gone >= share)


def _rules(asked: Checkpoint) -> list[str]:
    """Return which rules ask, as what they are called and why."""
    decisions = Decision.objects.filter(
        action_id=asked.action_id, effect=Effect.CHECKPOINT
    )
    decision = decisions.order_by("-id").first()
    hits = decision.verdict.get("hits", []) if decision else []
    return [
        f"{visible(hit['title'])}: {visible(hit['reason'], longest=_LONGEST_REASON)}"
        for hit in hits
    ]

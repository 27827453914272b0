"""When nobody answers for an agent any more: it stops, and somebody is to see to it."""

from datetime import timedelta

import pytest

from agents.models import OwnerRole
from agents.selectors import accountable
from agents.services import (
    accept_ownership,
    end_ownership,
    name_owner,
    plan_absence,
)
from governance.models import Handover
from governance.selectors.standing import standing
from governance.services.handovers import settle_handovers
from governance.services.reminding import remind
from governance.services.reviewing import attest_ownership
from governance.states import TicketState
from tenants.clock import database_now
from tenants.errors import NotAllowed
from tenants.models import Mail, MailKind
from tenants.services import restore_person, suspend_person
from tenants.services.letters import compose
from tests.agents.test_accountability import second_admin, taken_over
from tests.cast import PASSWORD, Cast
from tests.governance.answering import clock_ahead
from tests.governance.readying import version_of
from tests.governance.seen import read, seen, visit
from tests.governance.setting_up import do

DAY = timedelta(days=1)
WHY = "It is a test."


def ada_leaves(cast: Cast) -> None:
    zoe = second_admin(cast)
    with cast.scope(zoe):
        suspend_person(cast.ada, by=zoe, reason=WHY)


def reasons(cast: Cast) -> tuple[str, ...]:
    with cast.scope():
        return standing(cast.agent, version_of(cast).workflow).reasons


def mails_to(cast: Cast, kind: MailKind) -> set[str]:
    mine = {one.user.email for one in cast.people.values()}
    found = Mail.objects.filter(kind=kind, to__in=mine)
    return set(found.values_list("to", flat=True))


def test_who_leaves_hands_over_and_the_deputy_is_to_see_to_it(acme: Cast) -> None:
    ada_leaves(acme)

    assert "nobody has accepted to answer for Invoice agent" in reasons(acme)
    with acme.scope():
        handover = Handover.objects.select_related("ticket__owner").get()
        assert handover.ticket.owner == acme.bo
        assert handover.ticket.title.startswith("Invoice agent is stopped")
    assert acme.bo.user.email in mails_to(acme, MailKind.AGENT_STOPPED)


def test_it_is_over_once_somebody_else_has_accepted(acme: Cast) -> None:
    ada_leaves(acme)
    taken_over(acme, acme.cy)

    with acme.scope():
        handover = Handover.objects.select_related("ticket").get()
        assert handover.ended_at is not None
        assert handover.ticket.state == TicketState.RESOLVED
        assert handover.ticket.resolution == "Cy Okafor answers for Invoice agent."
        assert accountable(acme.agent.id) is not None


def test_it_is_over_when_who_left_comes_back(acme: Cast) -> None:
    zoe = second_admin(acme)
    with acme.scope(zoe):
        suspend_person(acme.ada, by=zoe, reason=WHY)
        restore_person(acme.ada, by=zoe, reason=WHY)
        assert Handover.objects.get().ended_at is not None
    assert reasons(acme) == ()


def test_a_handover_that_was_not_accepted_in_time_is_found_by_the_clock(
    acme: Cast,
) -> None:
    with acme.scope(acme.ada):
        held = accountable(acme.agent.id)
        assert held is not None
        end_ownership(held, at=database_now() + DAY, by=acme.ada)
        name_owner(agent=acme.agent, membership=acme.cy, role=OwnerRole.OWNER)
        settle_handovers()
        assert not Handover.objects.exists()
    with clock_ahead(DAY), acme.scope():
        settle_handovers()
        settle_handovers()
        assert Handover.objects.count() == 1


def test_a_deputy_who_stands_in_lets_the_agent_go_on(acme: Cast) -> None:
    with acme.scope(acme.ada):
        now = database_now()
        plan_absence(acme.ada, since=now, until=now + DAY, by=acme.ada)
        assert not Handover.objects.exists()
    assert reasons(acme) == ()
    paid = acme.ask_payment(acme.open_run())
    assert paid["owner"] == {"name": "Bo Lindqvist"}


def test_an_absence_without_a_deputy_stops_the_agent_for_that_time(acme: Cast) -> None:
    with acme.scope(acme.ada):
        now = database_now()
        plan_absence(acme.bo, since=now, until=now + DAY, by=acme.ada)
        plan_absence(acme.ada, since=now, until=now + DAY, by=acme.ada)
        assert Handover.objects.filter(ended_at__isnull=True).exists()
    assert reasons(acme) != ()


def test_who_answers_says_so_again_and_is_reminded_once(acme: Cast) -> None:
    with acme.scope(acme.ada):
        held = accountable(acme.agent.id)
        assert held is not None
        assert remind() == 0
    with clock_ahead(85 * DAY), acme.scope(acme.ada):
        assert remind() > 0
        assert remind() == 0
        attest_ownership(held, by=acme.ada, found="Still mine.")
    assert mails_to(acme, MailKind.REVIEW_DUE) == {acme.ada.user.email}
    with acme.scope(acme.bo), pytest.raises(NotAllowed):
        attest_ownership(held, by=acme.bo, found="Mine.")


def test_accepting_takes_the_persons_own_password(acme: Cast) -> None:
    with acme.scope(acme.ada):
        named = name_owner(agent=acme.agent, membership=acme.cy, role=OwnerRole.OWNER)
    path = f"owners/{named.id}/accept/"

    wrong = do(acme, acme.cy, path, password="something else")
    none = do(acme, acme.cy, path)

    assert (wrong.status_code, none.status_code) == (422, 422)
    assert "This is not your password." in read(wrong)
    assert "something else" not in wrong.content.decode()
    with acme.scope():
        named.refresh_from_db()
        assert named.accepted_at is None


def test_passwords_are_tried_so_often_although_a_refused_page_is_taken_back(
    acme: Cast,
) -> None:
    with acme.scope(acme.ada):
        named = name_owner(agent=acme.agent, membership=acme.cy, role=OwnerRole.OWNER)
    path = f"owners/{named.id}/accept/"
    for _ in range(10):
        do(acme, acme.cy, path, password="a guess")

    right = do(acme, acme.cy, path, password=PASSWORD)

    assert right.status_code == 422
    assert "Too many tries. Wait a minute, then sign." in read(right)


def test_the_page_says_who_answered_when_and_on_any_day(acme: Cast) -> None:
    taken_over(acme, acme.cy)
    path = f"agents/{acme.agent.id}/owners/"

    page = seen(acme, acme.vi, path)
    before = seen(acme, acme.vi, f"{path}?at=2020-03-03T14:02")
    wrong = visit(acme, acme.vi, f"{path}?at=yesterday")

    assert "Who answered when Cy Okafor from" in page
    assert "Nobody answered on 3 March 2020, 14:02: it could not act." in before
    assert wrong.status_code == 200
    assert "Enter a valid date/time." in read(wrong)


def test_who_is_named_and_who_is_replaced_are_told_by_mail(acme: Cast) -> None:
    zoe = second_admin(acme)
    with acme.scope(zoe):
        named = name_owner(agent=acme.agent, membership=acme.cy, role=OwnerRole.OWNER)
    assert acme.cy.user.email in mails_to(acme, MailKind.OWNER_NAMED)
    assert mails_to(acme, MailKind.OWNER_REPLACED) == set()

    with acme.scope(acme.cy):
        accept_ownership(named)

    assert mails_to(acme, MailKind.OWNER_REPLACED) == {acme.ada.user.email}
    (mail,) = Mail.objects.filter(kind=MailKind.OWNER_REPLACED, to=acme.ada.user.email)
    letter = compose(mail)
    assert letter is not None
    assert f"/agents/{acme.agent.id}/owners/" in letter.text
    assert acme.ada.user.name in letter.html


def test_who_names_themselves_gets_no_mail(acme: Cast) -> None:
    with acme.scope(acme.ada):
        name_owner(agent=acme.agent, membership=acme.ada, role=OwnerRole.DEPUTY)

    assert acme.ada.user.email not in mails_to(acme, MailKind.OWNER_NAMED)

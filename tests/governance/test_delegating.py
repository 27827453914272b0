"""Somebody answers in another person's place, for some days, in their own name."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError

from audit.models import Entry
from governance.models import Checkpoint, CheckpointAnswer
from governance.selectors.notices import may_answer
from governance.services import checkpoints
from tenants.clock import database_now
from tenants.errors import Conflict, DomainError, Invalid, NotAllowed
from tenants.models import Delegation, Group, Membership
from tenants.selectors.seats import delegations_of
from tenants.services import join_group, suspend_person
from tenants.services.delegating import delegate, withdraw_delegation
from tests.cast import Cast
from tests.database import run
from tests.governance.answering import asked, clock_ahead, now_of, today_of
from tests.governance.seen import headline, read, seen, visit
from tests.governance.setting_up import do

DAY = timedelta(days=1)
REASON = "I looked at the order."


def handed(
    cast: Cast, who: Membership, to: Membership, *, days: int = 3, after: int = 0
) -> Delegation:
    """Have ``who`` delegate, from so many days on."""
    with cast.scope(who):
        since = database_now() + after * DAY
        return delegate(who, to=to, since=since, until=since + days * DAY, by=who)


def waiting_of_four_eyes(cast: Cast) -> UUID:
    """Return a question that who answers for the agent may not answer."""
    return asked(cast, account="DE00 0000 0000 0000 0000 00")


def answer(cast: Cast, waiting: UUID, who: Membership) -> str:
    """Approve as somebody; return what stood against it."""
    with cast.scope(who):
        found = Checkpoint.objects.select_related("group", "action__run").get(
            id=waiting
        )
        try:
            checkpoints.approve(checkpoint=found, by=who, reason=REASON)
        except DomainError as error:
            return error.message
    return ""


def people_asked(cast: Cast, waiting: UUID) -> list[str]:
    with cast.scope():
        found = Checkpoint.objects.select_related("group").get(id=waiting)
        return [one.user.name for one in may_answer(found)]


def test_what_waits_for_one_person_waits_for_another_meanwhile(acme: Cast) -> None:
    waiting = asked(acme)
    handed(acme, acme.bo, acme.vi)

    assert people_asked(acme, waiting) == ["Cy Okafor", "Vi Tanaka"]
    assert "waits for you" in headline(visit(acme, acme.vi, "inbox/"))
    assert "No decision waits for you" in headline(visit(acme, acme.bo, "inbox/"))
    page = seen(acme, acme.bo, f"inbox/{waiting}/")
    assert "Vi Tanaka answers in your place meanwhile." in page
    assert answer(acme, waiting, acme.bo) == (
        "Vi Tanaka answers in your place meanwhile."
    )

    assert answer(acme, waiting, acme.vi) == ""

    found = now_of(acme, waiting)
    assert (found.state, found.answered_by) == ("approved", acme.vi)
    with acme.scope():
        assert CheckpointAnswer.objects.get().delegated_by == acme.bo
        entry = Entry.objects.filter(event="checkpoint.approved").latest("id")
        assert f'"delegated_by":"{acme.bo.id}"' in bytes(entry.body).decode()
    told = seen(acme, acme.bo, f"inbox/{waiting}/")
    assert "Vi Tanaka in the place of Bo Lindqvist approved this" in told


def test_it_begins_on_its_day_and_is_over_on_another(acme: Cast) -> None:
    waiting = asked(acme)
    handed(acme, acme.bo, acme.vi, after=2, days=3)

    assert people_asked(acme, waiting) == ["Bo Lindqvist", "Cy Okafor"]
    with clock_ahead(3 * DAY):
        assert people_asked(acme, waiting) == ["Cy Okafor", "Vi Tanaka"]
    with clock_ahead(6 * DAY):
        assert people_asked(acme, waiting) == ["Bo Lindqvist", "Cy Okafor"]


def test_it_is_taken_back_at_once(acme: Cast) -> None:
    waiting = asked(acme)
    made = handed(acme, acme.bo, acme.vi)
    with acme.scope(acme.bo):
        withdraw_delegation(made, by=acme.bo)
        with pytest.raises(Conflict):
            withdraw_delegation(made, by=acme.bo)

    assert people_asked(acme, waiting) == ["Bo Lindqvist", "Cy Okafor"]
    assert answer(acme, waiting, acme.vi) == "Only people of Finance can answer this."
    assert answer(acme, waiting, acme.bo) == ""


def test_whoever_is_in_the_group_answers_in_their_own_place_and_once(
    acme: Cast,
) -> None:
    waiting = asked(acme)
    handed(acme, acme.bo, acme.cy)

    assert people_asked(acme, waiting) == ["Cy Okafor"]
    assert answer(acme, waiting, acme.cy) == ""
    with acme.scope():
        assert CheckpointAnswer.objects.get().delegated_by is None


def test_a_place_is_handed_on_no_further(acme: Cast) -> None:
    waiting = asked(acme)
    handed(acme, acme.bo, acme.vi)
    handed(acme, acme.vi, acme.ada)

    assert people_asked(acme, waiting) == ["Cy Okafor", "Vi Tanaka"]
    assert answer(acme, waiting, acme.ada) == "Only people of Finance can answer this."


def test_whoever_left_holds_no_place_and_has_none_held(acme: Cast) -> None:
    waiting = asked(acme)
    handed(acme, acme.bo, acme.vi)
    with acme.scope(acme.ada):
        suspend_person(acme.vi, by=acme.ada, reason="A drill.")
    assert people_asked(acme, waiting) == ["Bo Lindqvist", "Cy Okafor"]

    with acme.scope(acme.ada):
        suspend_person(acme.bo, by=acme.ada, reason="A drill.")
    assert people_asked(acme, waiting) == ["Cy Okafor"]


def test_four_eyes_are_not_got_around_by_delegating(acme: Cast) -> None:
    with acme.scope(acme.ada):
        join_group(membership=acme.ada, group=Group.objects.get())
    waiting = waiting_of_four_eyes(acme)
    assert people_asked(acme, waiting) == ["Bo Lindqvist", "Cy Okafor"]
    handed(acme, acme.ada, acme.vi)

    assert people_asked(acme, waiting) == ["Bo Lindqvist", "Cy Okafor"]
    assert "so somebody else has to decide this" in answer(acme, waiting, acme.vi)
    assert "No decision waits for you" in headline(visit(acme, acme.vi, "inbox/"))
    handed(acme, acme.bo, acme.ada)
    assert people_asked(acme, waiting) == ["Cy Okafor"]
    assert "so somebody else has to decide this" in answer(acme, waiting, acme.ada)


def test_the_database_refuses_an_answer_from_a_barred_place(acme: Cast) -> None:
    waiting = waiting_of_four_eyes(acme)
    with acme.scope(acme.vi), pytest.raises(IntegrityError, match="four_eyes"):
        CheckpointAnswer(
            checkpoint_id=waiting,
            person=acme.vi,
            delegated_by=acme.ada,
            answer="approved",
            reason=REASON,
            answered_at=database_now(),
        ).save(force_insert=True)


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        (DAY, DAY, "It ends after it begins."),
        (-2 * DAY, -DAY, "That is over already."),
    ],
)
def test_a_spell_that_cannot_be_is_refused(
    acme: Cast, since: timedelta, until: timedelta, told: str
) -> None:
    with acme.scope(acme.bo):
        now = database_now()
        spell = {"since": now + since, "until": now + until}
        with pytest.raises(Invalid, match=told):
            delegate(acme.bo, to=acme.vi, **spell, by=acme.bo)


def test_one_person_at_a_time_answers_in_a_place(acme: Cast) -> None:
    handed(acme, acme.bo, acme.vi, days=3)

    with pytest.raises(Conflict, match="Vi Tanaka answers in this place then"):
        handed(acme, acme.bo, acme.cy, after=2)
    handed(acme, acme.bo, acme.cy, after=4)
    with acme.scope():
        assert [one.to for one in delegations_of(acme.bo)] == [acme.vi, acme.cy]


def test_the_database_knows_of_one_at_a_time_too(acme: Cast) -> None:
    made = handed(acme, acme.bo, acme.vi)
    twin = (
        "INSERT INTO tenants_delegation (id, client_id, membership_id, to_id, since, "
        "until, entered_by_id, entered_at) SELECT gen_random_uuid(), client_id, "
        "membership_id, to_id, since, until, entered_by_id, entered_at "
        "FROM tenants_delegation WHERE id = %s"
    )
    with acme.scope(), pytest.raises(IntegrityError, match="one_at_a_time"):
        run(twin, made.id)


def test_the_person_or_an_admin_says_so_and_nobody_else(acme: Cast) -> None:
    with acme.scope(acme.cy):
        now = database_now()
        with pytest.raises(NotAllowed):
            delegate(acme.bo, to=acme.cy, since=now, until=now + DAY, by=acme.cy)


def test_it_is_said_on_the_persons_page(acme: Cast) -> None:
    path = f"people/{acme.bo.id}/"
    today = today_of(acme).isoformat()
    fields = {"to": acme.vi.id, "since": today, "until": today}

    nobody = do(acme, acme.bo, f"{path}delegate/", **{**fields, "to": ""})
    self = do(acme, acme.bo, f"{path}delegate/", **{**fields, "to": acme.bo.id})
    done = do(acme, acme.bo, f"{path}delegate/", **fields)

    assert (nobody.status_code, self.status_code) == (422, 422)
    assert "Choose a person." in read(nobody)
    assert "Vi Tanaka answers in this place in those days." in read(done)
    with acme.scope():
        made = Delegation.objects.get()
    other = do(acme, acme.cy, f"delegations/{made.id}/withdraw/")
    assert other.status_code == 403
    back = do(acme, acme.ada, f"delegations/{made.id}/withdraw/")
    assert "Bo Lindqvist answers in their own place from now on." in read(back)
    trace = seen(acme, acme.vi, "trace/")
    assert "had Vi Tanaka answer in the place of Bo Lindqvist from" in trace

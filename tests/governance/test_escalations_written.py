"""A client writes who is told of what waits for a group, and that way it goes."""

from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

import pytest

from audit.selectors import Filters, trace
from governance.escalation import Place, Step, Target
from governance.models import CheckpointNotice, Escalation
from governance.services.escalating import write_escalation
from tenants.errors import Conflict, Invalid, NotAllowed
from tenants.models import Group, Membership
from tenants.services import create_group, join_group, suspend_person
from tests.cast import Cast, make_globex
from tests.governance.answering import asked, clock_at, now_of, tell
from tests.tenants.mails import letters_to

GROUP, ADMIN = Target(Place.GROUP), Target(Place.ADMIN)


def test_who_is_named_is_told_when_it_is_their_time(acme: Cast) -> None:
    write(acme, Step(0, (GROUP,)), Step(40, (named(acme.vi), ADMIN)))
    waiting = asked(acme)
    tell(acme, waiting)
    assert told(acme, waiting) == {("Bo", 0, "group"), ("Cy", 0, "group")}

    with clock_at(gone(acme, waiting, 0.41)):
        tell(acme, waiting)
        letter = letters_to(acme.vi.user.email)[-1]

    assert told(acme, waiting) >= {("Vi", 40, "person"), ("Ada", 40, "admin")}
    assert letter.subject.startswith("Still open: ")
    assert "because Finance has you told. Finance decides." in letter.body
    assert now_of(acme, waiting).notice_at is None


def test_another_group_is_told_as_one(acme: Cast) -> None:
    with acme.scope(acme.ada):
        board = create_group(name="Board")
        join_group(membership=acme.vi, group=board)
    write(acme, Step(0, (GROUP,)), Step(90, (Target(Place.TEAM, board.id),)))
    waiting = asked(acme)
    tell(acme, waiting)

    with clock_at(gone(acme, waiting, 0.91)):
        tell(acme, waiting)
        letter = letters_to(acme.vi.user.email)[-1]

    assert ("Vi", 90, "team") in told(acme, waiting)
    assert letter.subject.startswith("About to lapse: ")
    assert "because Finance has your group told." in letter.body


def test_what_waits_already_goes_the_way_written_when_it_was_asked(acme: Cast) -> None:
    waiting = asked(acme)
    tell(acme, waiting)

    write(acme, Step(0, (GROUP,)), Step(10, (named(acme.vi),)))

    with clock_at(gone(acme, waiting, 0.11)):
        tell(acme, waiting)
        assert "Vi" not in {name for name, _, _ in told(acme, waiting)}
    second = asked(acme)
    tell(acme, second)
    with clock_at(gone(acme, second, 0.11)):
        tell(acme, second)
    assert ("Vi", 10, "person") in told(acme, second)


def test_where_nobody_is_there_the_next_are_told_at_once(acme: Cast) -> None:
    write(
        acme,
        Step(0, (GROUP,)),
        Step(30, (named(acme.vi),)),
        Step(90, (ADMIN,)),
    )
    waiting = asked(acme)
    tell(acme, waiting)
    with acme.scope(acme.ada):
        suspend_person(acme.vi, by=acme.ada, reason="Vi has left.")

    with clock_at(gone(acme, waiting, 0.31)):
        tell(acme, waiting)
        letter = letters_to(acme.ada.user.email)[-1]

    assert ("Ada", 90, "admin") in told(acme, waiting)
    assert letter.subject.startswith("Still open: ")
    page = acme.browser(acme.ada).get(f"/c/{acme.client.slug}/inbox/{waiting}/")
    assert "when nobody could be told before" in page.text


def test_it_is_on_record_and_earlier_ones_stay(acme: Cast) -> None:
    first = write(acme, Step(0, (GROUP,)), Step(50, (ADMIN,)))
    second = write(acme, Step(0, (GROUP,)), Step(70, (named(acme.vi),)))

    assert (first.number, second.number) == (1, 2)
    with acme.scope():
        lines = trace(Filters(target_id=str(first.group_id))).lines
        kept = list(Escalation.objects.order_by("number").values_list("steps"))
    assert lines[0].sentence == (
        "Ada Rossi wrote who is told of what Finance has to decide. At once: Finance; "
        "After 70 % of the time: Vi Tanaka"
    )
    assert len(kept) == 2


def test_only_admins_write_it(acme: Cast) -> None:
    with acme.scope(acme.bo), pytest.raises(NotAllowed):
        write_escalation(finance(), steps=[Step(0, (GROUP, ADMIN))], seen=0, by=acme.bo)


def test_of_two_who_write_at_once_one_is_told(acme: Cast) -> None:
    write(acme, Step(0, (GROUP, ADMIN)))

    with acme.scope(acme.ada):
        asks = partial(write_escalation, finance(), by=acme.ada)
        with pytest.raises(Conflict, match="anew meanwhile"):
            asks(steps=[Step(0, (GROUP,)), Step(5, (ADMIN,))], seen=0)
        with pytest.raises(Conflict, match="so already"):
            asks(steps=[Step(0, (GROUP, ADMIN))], seen=1)


def test_nobody_is_named_who_could_not_be_told(acme: Cast) -> None:
    gil = make_globex().people["gil"]
    with acme.scope(acme.ada):
        suspend_person(acme.vi, by=acme.ada, reason="Vi has left.")
        own = finance().id
    for target in (
        named(gil),
        named(acme.vi),
        Target(Place.PERSON, uuid4()),
        Target(Place.TEAM, uuid4()),
        Target(Place.TEAM, own),
    ):
        steps = [Step(0, (GROUP,)), Step(50, (target,))]
        with acme.scope(acme.ada):
            asks = partial(write_escalation, finance(), by=acme.ada)
            with pytest.raises(Invalid, match="Name "):
                asks(steps=steps, seen=0)


def test_the_page_shows_the_usual_way_and_writes_another(acme: Cast) -> None:
    with acme.scope():
        page = f"/c/{acme.client.slug}/groups/{finance().id}/"
    ada = acme.browser(acme.ada)
    assert "The usual way" in ada.get(page).text
    form = ada.get(f"{page}escalation/")
    assert 'value="80"' in form.text

    body = {
        "seen": "0",
        "whom_0": ["group"],
        "after_1": "25",
        "person_1": str(acme.vi.id),
    }
    answer = ada.post(f"{page}escalation/write/", body, follow=True)

    assert "After 25 % of the time:" in answer.text
    assert "Vi Tanaka" in answer.text
    assert "As Ada Rossi wrote it" in answer.text


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"whom_0": ["group"]}, "Tell somebody beyond the group"),
        ({"whom_0": ["group"], "whom_1": ["admin"]}, "Say after which share"),
        ({"whom_0": ["group", "admin"], "after_1": "20"}, "Say who is told"),
        ({"whom_0": ["group"], "after_1": "99", "whom_1": ["admin"]}, "less than or"),
        (
            {"whom_0": ["group"], "after_1": "9", "person_1": str(uuid4())},
            "Choose one of those",
        ),
    ],
)
def test_what_is_wrong_is_said_where_it_is(
    acme: Cast, body: dict[str, object], told: str
) -> None:
    with acme.scope():
        path = f"/c/{acme.client.slug}/groups/{finance().id}/escalation/write/"

    answer = acme.browser(acme.ada).post(path, {"seen": "0", **body})

    assert answer.status_code == 422
    assert told in answer.text
    with acme.scope():
        assert not Escalation.objects.exists()


def named(person: Membership) -> Target:
    """Return a person as somebody to tell."""
    return Target(Place.PERSON, person.id)


def finance() -> Group:
    """Return the group that the demo's rules ask."""
    return Group.objects.get(name="Finance")


def write(cast: Cast, *steps: Step) -> Escalation:
    """Have Ada write who is told of what Finance is asked."""
    with cast.scope(cast.ada):
        seen = Escalation.objects.count()
        return write_escalation(finance(), steps=steps, seen=seen, by=cast.ada)


def told(cast: Cast, waiting: UUID) -> set[tuple[str, int, str]]:
    """Return who was told, at which share of the time, as what."""
    with cast.scope():
        rows = CheckpointNotice.objects.filter(checkpoint_id=waiting)
        return {
            (one.person.user.name.split()[0], one.after, one.place)
            for one in rows.select_related("person__user")
        }


def gone(cast: Cast, waiting: UUID, share: float) -> datetime:
    """Return when this share of the time to answer will have gone."""
    found = now_of(cast, waiting)
    moment: datetime = found.asked_at + (found.deadline - found.asked_at) * share
    return moment

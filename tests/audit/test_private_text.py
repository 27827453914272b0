"""Words about people are beside the hashed bytes: shown, proved, and erasable."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connections, transaction

from audit.commitments import Sealed, commitment, opens, seal
from audit.events import Event
from audit.ledger import Target, record
from audit.models import Entry, PrivateValue
from audit.selectors import Filters, Line, entry, story
from audit.sentences import ALTERED, ERASED
from governance.models import Checkpoint, HaltScope, Ticket
from governance.services import checkpoints, halts, tickets
from governance.services.lifting import lift_halt
from tests.cast import Cast, make_acme, payment
from tests.database import run

# Said by a person or an agent in every place where one can say something.
SAID = {
    "subject": "Zaphod's invoice",
    "note": "Yolanda wrote that it is due.",
    "asked": "Xavier says that it is due.",
    "approved": "Wilhelmina has called the supplier.",
    "refused": "Valentina knows nothing of it.",
    "interrupted": "Ulrich's page is not readable.",
    "halted": "Theodora saw it pay twice.",
    "lifted": "Sigismund says that it was a drill.",
    "resolved": "Rosalinda has asked the bank.",
    "written": "Quentin is on the telephone.",
    "completed": "Petronella was told.",
    "supplier": "Nadezhda Orlova",
}


@pytest.fixture(scope="module")
def us() -> Cast:
    """Acme, where all of SAID has been said."""
    cast = make_acme()
    _say_everything(cast)
    return cast


def test_no_word_about_a_person_is_in_the_hashed_bytes(us: Cast) -> None:
    with us.scope():
        hashed = b"".join(bytes(one.body) for one in Entry.objects.all())
    names = [one.user.name.encode() for one in us.people.values()]

    assert len(hashed) > 10_000
    assert [name for name in names if name in hashed] == []
    assert [said for said in SAID.values() if said.split()[0].encode() in hashed] == []


def test_what_is_not_hashed_is_shown(us: Cast) -> None:
    with us.scope():
        told = " ".join(line.sentence for line in story(Filters()))
        kept = {one.value for one in PrivateValue.objects.filter(path="reason")}

    # Why an agent asks is part of its entry, and not of the sentence.
    assert [said for said in SAID.values() if said not in told] == [SAID["asked"]]
    assert SAID["asked"] in kept
    for name in ("Ada Rossi", "Bo Lindqvist", "Cy Okafor", "Vi Tanaka"):
        assert name in told


def test_every_commitment_of_the_ledger_opens(us: Cast) -> None:
    with us.scope():
        committed = {one.id: one.data["private"] for one in Entry.objects.all()}
        values = list(PrivateValue.objects.all())

    assert len(values) == sum(len(paths) for paths in committed.values()) > 50
    for one in values:
        made = committed[one.entry_id][one.path]
        assert opens(Sealed(one.path, bytes(one.salt), one.value, made))


def test_a_commitment_opens_for_its_own_salt_path_and_value_alone() -> None:
    sealed = seal(path="reason", value="Because.")
    other = seal(path="reason", value="Because.")

    assert opens(sealed)
    assert sealed.commitment != other.commitment
    assert not opens(Sealed("reason", other.salt, "Because.", sealed.commitment))
    assert not opens(Sealed("reason", sealed.salt, "Because", sealed.commitment))
    assert not opens(Sealed("cause", sealed.salt, "Because.", sealed.commitment))


def test_a_commitments_parts_cannot_be_shifted_into_one_another() -> None:
    one = commitment(salt=b"s", path="ab", value="c")

    assert one != commitment(salt=b"s", path="a", value="bc")
    assert one != commitment(salt=b"sa", path="b", value="c")


def test_an_erased_value_reads_so_and_the_entry_still_stands(us: Cast) -> None:
    noted = _note(us, "Told to Olympia.")
    before = _entry(us, noted)
    _as_owner("DELETE FROM audit_privatevalue WHERE entry_id = %s", noted)

    after = _entry(us, noted)

    assert before[0].sentence == "Ada Rossi noted: Told to Olympia."
    assert after[0].sentence == f"{ERASED} noted: {ERASED}"
    assert after[0].leaf_hash == before[0].leaf_hash
    assert bytes(after[1].body) == bytes(before[1].body)


def test_a_value_that_is_not_the_one_committed_to_is_not_shown(us: Cast) -> None:
    noted = _note(us, "Told to Olympia.")
    _as_owner(
        "UPDATE audit_privatevalue SET value = 'Nobody was told.' "
        "WHERE entry_id = %s AND path = 'text'",
        noted,
    )

    assert _entry(us, noted)[0].sentence == f"Ada Rossi noted: {ALTERED}"


def test_no_second_value_can_be_put_beside_an_entry(us: Cast) -> None:
    noted = _note(us, "Told to Olympia.")
    with us.scope(), pytest.raises(IntegrityError), transaction.atomic():
        _beside(noted, path="text")


def test_a_value_that_was_never_committed_to_is_not_shown(us: Cast) -> None:
    with us.scope():
        saved = record(
            Event.RUN_SAVED, target=Target("run", uuid4()), params={"run": "7"}
        )
        _beside(saved, path="run")

    assert _entry(us, saved)[0].sentence == "Ada Rossi left a save point in run 7."


def test_the_application_neither_changes_nor_erases_a_value(us: Cast) -> None:
    for statement in (
        "UPDATE audit_privatevalue SET value = ''",
        "DELETE FROM audit_privatevalue",
        "TRUNCATE audit_privatevalue",
    ):
        with (
            us.scope(),
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
        ):
            run(statement)


def _say_everything(cast: Cast) -> None:
    opened = cast.open_run(subject=SAID["subject"])
    path = f"runs/{opened['id']}"
    cast.api("POST", f"{path}/notes", {"text": SAID["note"]})
    _people_answer(cast, _ask(cast, opened), _ask(cast, opened))
    stopping = {
        "reason": SAID["interrupted"],
        "last_safe_point": "Before reading.",
        "side_effects": "none",
    }
    cast.api("POST", f"{path}/interrupt", stopping)
    with cast.scope(cast.ada):
        ticket = Ticket.objects.get()
        tickets.note(ticket, by=cast.ada, text=SAID["written"])
        tickets.resolve(ticket, by=cast.ada, resolution=SAID["resolved"])
    done = cast.open_run()
    cast.api("POST", f"runs/{done['id']}/complete", {"summary": SAID["completed"]})


def _ask(cast: Cast, run: dict[str, Any]) -> str:
    asked = payment(run, amount="7400.00", supplier_name=SAID["supplier"])
    answer = cast.api("POST", "actions", asked | {"reason": SAID["asked"]})
    return str(answer.json()["id"])


def _people_answer(cast: Cast, approved: str, refused: str) -> None:
    with cast.scope(cast.bo):
        one = Checkpoint.objects.get(action_id=approved)
        checkpoints.approve(checkpoint=one, by=cast.bo, reason=SAID["approved"])
    with cast.scope(cast.cy):
        one = Checkpoint.objects.get(action_id=refused)
        checkpoints.refuse(checkpoint=one, by=cast.cy, reason=SAID["refused"])
    what: Any = {"scope": HaltScope.AGENT, "target_id": cast.agent.id, "by": cast.ada}
    with cast.scope(cast.ada):
        halt = halts.set_halt(**what, label=cast.agent.name, reason=SAID["halted"])
        lift_halt(halt, by=cast.ada, reason=SAID["lifted"])


def _note(cast: Cast, text: str) -> UUID:
    with cast.scope(cast.ada):
        target = Target("run", uuid4())
        return record(Event.RUN_NOTED, target=target, private={"text": text})


def _entry(cast: Cast, made: UUID) -> tuple[Line, Entry]:
    with cast.scope():
        found = entry(made)
    assert found is not None
    return found


def _beside(made: UUID, *, path: str) -> None:
    PrivateValue(entry_id=made, path=path, salt=b"salt", value="Another.").save()


def _as_owner(statement: str, *params: Any) -> None:
    # The owner is bound by row security too, so it is lifted for one transaction.
    force = "ALTER TABLE audit_privatevalue {} ROW LEVEL SECURITY"
    with (
        transaction.atomic(using="owner"),
        connections["owner"].cursor() as cursor,
    ):
        cursor.execute(force.format("NO FORCE"))
        cursor.execute(statement, params)
        assert cursor.rowcount > 0
        cursor.execute(force.format("FORCE"))

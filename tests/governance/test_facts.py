"""Facts: looked up by their key, kept one by one or by the file, all of it recorded."""

from typing import Any

import pytest

from agents.models import ActionType
from governance.models import Record, Register
from governance.selectors.facts import look_up
from governance.selectors.registers import record_by_key, register_state
from governance.selectors.uploads import upload_by_id
from governance.services import facts
from tenants.errors import Conflict, Invalid, NotFound
from tenants.models.base import ForeignClientError
from tenants.models.many import create_all, delete_all
from tests.cast import NORDLICHT, Cast, make_globex
from tests.governance.setting_up import told

FILE = b"id,city\nR-1,Bremen\nR-2,Kiel\n"


def cities(cast: Cast) -> Register:
    """Create a register with one record, as Ada in her scope."""
    with cast.scope(cast.ada):
        register = facts.create_register(name="cities", title="Cities")
        facts.put_record(register, "R-1", {"city": "Hamburg"})
    return register


def kept(register: Register) -> dict[str, Any]:
    """Return a register's records by key."""
    rows = Record.objects.filter(register=register)
    return {one.key: {**one.data, "id": None} for one in rows}


def found(key: str, parameters: dict[str, Any], resource: str = "") -> Any:
    """Return what is looked up by this key, in a register of the demo."""
    asking = ActionType(lookups={"it": {"register": "suppliers", "key": key}})
    record = look_up(asking, parameters, resource_id=resource)["it"]
    return record and record["name"]


def test_a_key_finds_its_record_however_it_is_spelt_and_no_other(acme: Cast) -> None:
    with acme.scope(acme.ada):
        register = Register.objects.get(name="suppliers")
        facts.put_record(register, "Sx-Ä1", {"name": "Oslo Fisk"})

        for same in ["Sx-Ä1", " sx-ä1 ", "SX-A\u03081", "\uff33x\u00ad-Ä1"]:
            assert found("id", {"id": same}) == "Oslo Fisk"
        # Cyrillic, another digit, a part of it, nothing, and what no key could be.
        for other in ["\u0405x-Ä1", "Sx-Äl", "Sx", "", " ", "x" * 9_000, 7, True, None]:
            assert found("id", {"id": other}) is None
        assert found("id", {}) is None


def test_the_key_stands_in_a_parameter_a_part_of_one_or_the_resource(
    acme: Cast,
) -> None:
    with acme.scope():
        name, key = NORDLICHT["name"], NORDLICHT["id"]

        assert found("supplier.id", {"supplier": {"id": key}}) == name
        assert found("number", {"number": 14820953}) == "Baltic Freight OÜ"
        assert found("resource.id", {}, key) == name
        # What the agent writes beside it counts for nothing.
        assert found("resource.id", {"resource": {"id": key}}, "none") is None
        assert found("supplier.id", {"supplier": key}) is None


def test_a_spelling_of_a_key_meets_the_rules_like_the_key(acme: Cast) -> None:
    with acme.scope(acme.ada):
        register = Register.objects.get(name="suppliers")
        facts.put_record(register, "sx-1", {k: NORDLICHT[k] for k in NORDLICHT})

    asked = acme.ask_payment(acme.open_run(), supplier_id=" SX-1")
    other = acme.ask_payment(acme.open_run(), supplier_id="S\u0425-1")

    assert asked["status"] == "authorized"
    assert other["status"] != "authorized"


def test_a_record_is_added_changed_and_removed_and_each_is_told(acme: Cast) -> None:
    register = cities(acme)
    with acme.scope(acme.ada):
        assert not facts.put_record(register, "r-1", {"city": "Bremen"})
        before = register_state(register).revision
        # The same again is nothing to tell of.
        assert not facts.put_record(register, "r-1", {"city": "Bremen"})
        assert register_state(register).revision == before
        with pytest.raises(Conflict, match="with this key already"):
            facts.put_record(register, " R-1", {"city": "Kiel"}, new=True)
        facts.remove_record(register, "R-1")
        with pytest.raises(NotFound):
            record_by_key(register, "R-1")
        versions = list(Record.history.filter(register_id=register.id))

    assert [one.history_type for one in versions] == ["-", "~", "+"]
    assert {one.actor_label for one in versions} == {"Ada Rossi"}
    assert told(acme, register) == [
        "Ada Rossi created the register Cities, which is cities.",
        "Ada Rossi added R-1 to Cities.",
        "Ada Rossi changed r-1 in Cities.",
        "Ada Rossi removed r-1 from Cities.",
    ]


@pytest.mark.parametrize(
    ("key", "values", "field"),
    [
        ("", {}, "key"),
        ("\u200b", {}, "key"),
        ("x" * 121, {}, "key"),
        ("\ufdfa" * 40, {}, "key"),
        ("R-2", {"a b": 1}, "a b"),
        ("R-2", {"a.b": 1}, "a.b"),
        ("R-2", {"a": "\0"}, "a"),
        ("R-2", {"a": [[[[[[["deep"]]]]]]]}, "a"),
        ("R-2", {f"a{n}": n for n in range(101)}, ""),
        ("R-2", {f"a{n}": "x" * 3_900 for n in range(5)}, ""),
    ],
)
def test_a_record_that_could_not_be_kept_changes_nothing(
    acme: Cast, key: str, values: dict[str, Any], field: str
) -> None:
    register = cities(acme)
    with acme.scope(acme.ada):
        with pytest.raises(Invalid) as refused:
            facts.put_record(register, key, values)
        assert refused.value.field == field
        assert list(kept(register)) == ["R-1"]


def test_a_file_changes_nothing_until_it_is_applied(acme: Cast) -> None:
    register = cities(acme)
    with acme.scope(acme.ada):
        upload = facts.upload_file(register, FILE, removes=False, by=acme.ada)
        assert list(kept(register)) == ["R-1"]

        done = facts.apply_upload(upload_by_id(upload.id, by=acme.ada))

        assert (len(done.added), len(done.changed), len(done.removed)) == (1, 1, 0)
        assert kept(register)["R-1"]["city"] == "Bremen"
        assert kept(register)["R-2"]["city"] == "Kiel"
        with pytest.raises(NotFound):
            upload_by_id(upload.id, by=acme.ada)
        versions = Record.history.filter(register_id=register.id)
        assert sorted(one.history_type for one in versions) == ["+", "+", "~"]
        assert {one.actor_label for one in versions} == {"Ada Rossi"}
        assert {one.history_user_id for one in versions} == {acme.ada.user_id}
    assert told(acme, register)[-1].startswith(
        "Ada Rossi loaded a file into Cities: 1 records added, 1 changed, 0 removed. "
        "The file is sha256:"
    )


def test_what_is_not_in_the_file_goes_only_where_that_was_chosen(acme: Cast) -> None:
    register, rest = cities(acme), b"id,city\nR-9,Ulm\n"
    with acme.scope(acme.ada):
        for removes, left in [(False, ["R-1", "R-9"]), (True, ["R-8"])]:
            raw = rest.replace(b"R-9", b"R-8") if removes else rest
            upload = facts.upload_file(register, raw, removes=removes, by=acme.ada)
            facts.apply_upload(upload)
            assert sorted(kept(register)) == left


def test_a_preview_that_is_out_of_date_is_not_applied(acme: Cast) -> None:
    register = cities(acme)
    with acme.scope(acme.ada):
        upload = facts.upload_file(register, FILE, removes=False, by=acme.ada)
        facts.put_record(register, "R-7", {"city": "Ulm"})
        with pytest.raises(Conflict, match="was changed since you saw this"):
            facts.apply_upload(upload)
        typed = facts.upload_file(register, FILE, removes=False, by=acme.ada)
        facts.change_register(register, title="Cities", columns=[("pop", "number")])
        with pytest.raises(Conflict, match="was changed since you saw this"):
            facts.apply_upload(typed)
        assert sorted(kept(register)) == ["R-1", "R-7"]


def test_an_upload_is_its_persons_and_ends(acme: Cast) -> None:
    register = cities(acme)
    with acme.scope(acme.ada):
        first = facts.upload_file(register, FILE, removes=False, by=acme.ada)
        with pytest.raises(NotFound):
            upload_by_id(first.id, by=acme.bo)
        second = facts.upload_file(register, FILE, removes=False, by=acme.ada)
        with pytest.raises(NotFound):
            upload_by_id(first.id, by=acme.ada)
        assert upload_by_id(second.id, by=acme.ada).register == register


def test_columns_get_types_with_what_is_in_them_or_not_at_all(acme: Cast) -> None:
    register = cities(acme)
    with acme.scope(acme.ada):
        facts.put_record(register, "R-2", {"tax": "12.50 EUR", "big": "yes"})
        facts.change_register(
            register, title="Towns", columns=[("tax", "money"), ("big", "yes/no")]
        )
        assert kept(register)["R-2"]["tax"] == {"amount": "12.50", "currency": "EUR"}
        assert kept(register)["R-2"]["big"] is True
        with pytest.raises(Invalid, match="R-1 has “Hamburg” as city: a number"):
            facts.change_register(register, title="Towns", columns=[("city", "number")])
        register = Register.objects.get(id=register.id)
        facts.change_register(register, title="Towns", columns=[])
        assert kept(register)["R-2"]["tax"] == "12.50 EUR"
        with pytest.raises(Conflict, match="Nothing is different"):
            facts.change_register(register, title="Towns", columns=[])


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "a b"}, "name"),
        ({"name": "suppliers"}, "name"),
        ({"title": " "}, "title"),
        ({"columns": [("id", "text")]}, "columns"),
        ({"columns": [("a", "float")]}, "columns"),
        ({"columns": [("a", "text"), ("a", "date")]}, "columns"),
        ({"columns": [("a b", "text")]}, "columns"),
    ],
)
def test_a_register_that_cannot_be_is_not_created(
    acme: Cast, fields: dict[str, Any], field: str
) -> None:
    with acme.scope(acme.ada):
        with pytest.raises((Invalid, Conflict)) as refused:
            facts.create_register(**{"name": "towns", "title": "Towns", **fields})
        assert refused.value.field == field
        assert not Register.objects.filter(name="towns").exists()


def test_many_rows_are_written_in_the_scope_of_their_client_alone(acme: Cast) -> None:
    register, other = cities(acme), make_globex()
    with acme.scope():
        foreign = [Record.objects.get(register=register)]

    with other.scope():
        for act in (create_all, delete_all):
            with pytest.raises(ForeignClientError):
                act(foreign)

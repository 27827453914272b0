"""The pages of facts: registers, records with their history, files, keys."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import FeedKey, Record, Register
from governance.services import facts
from governance.services.facts.files import LARGEST
from tests.cast import NORDLICHT, Cast
from tests.flows.pasting import program
from tests.governance.seen import headline, read, seen, visit
from tests.governance.setting_up import do

FILE = b"id;name;status\nHRB84217;Nordlicht GmbH;suspended\nS-9;Oslo Fisk;approved\n"


def suppliers(cast: Cast) -> Register:
    """Return the register in which the demo has its suppliers."""
    with cast.scope():
        return Register.objects.get(name="suppliers")


def record(cast: Cast, key: str) -> Record:
    """Return a supplier of the demo."""
    with cast.scope():
        return Record.objects.get(register__name="suppliers", key=key)


def upload(cast: Cast, raw: bytes, **fields: str) -> Any:
    """Send a file of suppliers as Ada and return the page that follows."""
    file = SimpleUploadedFile("suppliers.csv", raw)
    path = f"facts/{suppliers(cast).id}/upload/"
    return do(cast, cast.ada, path, file=file, **fields)


def test_the_list_says_what_is_kept_and_who_looks_it_up(acme: Cast) -> None:
    with CaptureQueriesContext(connection) as few:
        page = visit(acme, acme.vi, "facts/")
    with acme.scope(acme.ada):
        for number in range(5):
            register = facts.create_register(name=f"more-{number}", title="More")
            facts.put_record(register, "M-1", {})

    with CaptureQueriesContext(connection) as many:
        words = seen(acme, acme.vi, "facts/")

    assert headline(page) == "16 records in 2 registers."
    assert "Suppliers 4 records suppliers, changed" in read(page)
    assert "Looked up by Send a payment, Write to a supplier" in read(page)
    assert "Create a register" not in read(page)
    assert "More 1 record more-4" in words
    assert len(many) == len(few)


def test_records_are_found_and_paged_with_the_same_queries(acme: Cast) -> None:
    register = suppliers(acme)
    path = f"facts/{register.id}/"
    with CaptureQueriesContext(connection) as few:
        found = visit(acme, acme.vi, f"{path}?q=nordlicht")
    raw = "id,name\n" + "".join(f"Z-{n:03},Zoo {n}\n" for n in range(120))
    with acme.scope(acme.ada):
        facts.apply_upload(
            facts.upload_file(register, raw.encode(), removes=False, by=acme.ada)
        )

    with CaptureQueriesContext(connection) as many:
        second = seen(acme, acme.vi, f"{path}?page=2")

    assert headline(found) == "1 record of Suppliers has “nordlicht”."
    assert NORDLICHT["account"] in read(found)
    assert "Page 2 of 3" in second
    assert "Z-046" in second
    assert "Z-001" not in second
    assert len(many) == len(few)
    for odd in ["page=99999999999", "page=-1", "page=x", "q=%25", "page=٣"]:
        assert visit(acme, acme.vi, f"{path}?{odd}").status_code == 200
    assert visit(acme, acme.vi, f"{path}?q=%00").status_code == 400
    assert "No record has that." in seen(acme, acme.vi, f"{path}?q=%25")


def test_a_file_shows_what_it_would_change_before_it_does(acme: Cast) -> None:
    page = upload(acme, FILE, removes="on")

    assert headline(page) == (
        "This would be different: 1 added, 1 changed, 3 removed. 0 stay as they are."
    )
    words = read(page)
    assert "status: suspended instead of approved" in words
    assert f"account: no more; it was {NORDLICHT['account']}" in words
    assert "Baltic Freight OÜ" in words
    assert record(acme, NORDLICHT["id"]).data["status"] == "approved"

    done = do(acme, acme.ada, _apply(page), sure="yes")

    assert "The file is applied: 1 added, 1 changed, 3 removed." in read(done)
    assert headline(done) == "Suppliers has 2 records."
    assert "Removed lately" in read(done)


def test_a_preview_that_is_out_of_date_says_so_and_is_not_applied(acme: Cast) -> None:
    page = upload(acme, FILE)
    with acme.scope(acme.ada):
        facts.put_record(suppliers(acme), "S-5", {"name": "Between"})

    late = do(acme, acme.ada, _apply(page), sure="yes")

    assert late.status_code == 409
    assert "The register was changed since you uploaded this" in read(late)
    assert "Apply it" not in read(late)
    with acme.scope():
        assert not Record.objects.filter(key="S-9").exists()


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"id,name\nS-1,x\nS-1,y", "Row 3: its key “S-1” is that of Row 2."),
        (b"id,name\nS-1", "Row 2 has 1 cells, and the header has 2."),
        (b"id\n\xff", "The file is not UTF-8"),
        (b"", "The submitted file is empty."),
        (b" " * (LARGEST + 1), "A file has at most 5 MiB."),
    ],
)
def test_a_bad_file_is_refused_where_it_was_chosen(
    acme: Cast, raw: bytes, told: str
) -> None:
    page = upload(acme, raw)

    assert page.status_code == 422
    assert told in read(page)
    with acme.scope():
        assert Record.objects.filter(register__name="suppliers").count() == 4


def test_one_of_a_file_and_a_text_is_wanted(acme: Cast) -> None:
    path = f"facts/{suppliers(acme).id}/upload/"

    for page in (do(acme, acme.ada, path), upload(acme, FILE, text="id\nS-1")):
        assert page.status_code == 422
        assert "one of the two" in read(page)


def test_a_record_is_changed_by_its_form_and_tells_its_history(acme: Cast) -> None:
    nordlicht = record(acme, NORDLICHT["id"])
    path = f"facts/records/{nordlicht.id}/"
    values = {f"value-{name}": text for name, text in NORDLICHT.items()}
    form = {**values, "value-status": "suspended", "more": "city: Kiel"}
    form["sure"] = "yes"

    page = do(acme, acme.ada, f"{path}change/", **form)

    assert f"{NORDLICHT['id']} says so now." in read(page)
    words = seen(acme, acme.vi, path)
    assert "Ada Rossi changed it" in words
    assert "status: suspended instead of approved" in words
    assert "city: Kiel" in words
    assert "Change it" not in words
    removed = do(acme, acme.ada, f"{path}remove/", sure="yes")
    assert f"{NORDLICHT['id']} is no more on record." in read(removed)
    assert "Ada Rossi removed it" in seen(acme, acme.vi, path)
    assert do(acme, acme.ada, f"{path}remove/", sure="yes").status_code == 404


def test_a_form_that_somebody_overtook_changes_nothing(acme: Cast) -> None:
    nordlicht = record(acme, NORDLICHT["id"])
    path = f"facts/records/{nordlicht.id}/change/"
    with acme.scope(acme.ada):
        shown = Record.history.get(id=nordlicht.id).history_id
        facts.put_record(suppliers(acme), nordlicht.key, {"name": "N"})

    assert do(acme, acme.ada, path).status_code == 422
    late = do(
        acme, acme.ada, path, **{"value-name": "M", "seen": str(shown), "sure": "yes"}
    )

    assert late.status_code == 409
    assert "Somebody has changed this record meanwhile" in read(late)
    assert record(acme, nordlicht.key).data["name"] == "N"


def test_values_keep_their_types_in_the_form(acme: Cast) -> None:
    register = suppliers(acme)
    told = {"tags": ["a"], "score": 2.5, "ok": True, "lines": "a\nb"}
    told["credit"] = {"amount": "5.00", "currency": "EUR"}
    with acme.scope(acme.ada):
        facts.put_record(register, "T-1", told)
        facts.change_register(register, title="S", columns=[("since", "date")])
    path = f"facts/records/{record(acme, 'T-1').id}/"
    form = {"value-score": "3", "value-ok": "yes", "value-credit": "6.00 EUR"}
    form |= {"value-lines": "a\nb", "value-since": "2027-01-31", "sure": "yes"}

    page = do(acme, acme.ada, f"{path}change/", **form)

    assert page.status_code == 200, read(page)
    credit = {"amount": "6.00", "currency": "EUR"}
    expected = {**told, "score": 3, "credit": credit, "since": "2027-01-31"}
    assert record(acme, "T-1").data == {"id": "T-1", **expected}
    wrong = do(acme, acme.ada, f"{path}change/", **{**form, "value-since": "soon"})
    assert wrong.status_code == 422
    assert "A date like 2027-01-31 is wanted." in read(wrong)


def test_a_register_is_created_and_its_first_record_added(acme: Cast) -> None:
    created = do(
        acme,
        acme.ada,
        "facts/create/",
        title="Cities",
        name="cities",
        columns="people: number",
    )
    with acme.scope():
        register = Register.objects.get(name="cities")
    added = do(
        acme,
        acme.ada,
        f"facts/{register.id}/add/",
        key="Kiel",
        **{"value-people": "247000", "more": "sea: Baltic"},
    )
    twice = do(acme, acme.ada, f"facts/{register.id}/add/", key=" KIEL")

    assert headline(created) == "Cities has 0 records."
    assert "Kiel is on record." in read(added)
    assert twice.status_code == 409
    assert "There is a record with this key already." in read(twice)
    with acme.scope():
        data = Record.objects.get(register=register).data
    assert data == {"id": "Kiel", "people": 247000, "sea": "Baltic"}


def test_a_key_is_shown_once_and_revoked_with_a_reason(acme: Cast) -> None:
    path = f"facts/{suppliers(acme).id}/keys/"
    form = {"name": "ERP", "expires": "2027-01-31", "issued": "0"}

    page = do(acme, acme.ada, f"{path}issue/", **form)

    key = program(page.content.decode(), "key")
    assert key.startswith("rmf_")
    words = seen(acme, acme.vi, path)
    assert "1 program can keep Suppliers." in words
    assert key.split("_")[2] not in words
    with acme.scope():
        feed = FeedKey.objects.get()
    revoke = f"facts/keys/{feed.id}/revoke/"
    assert do(acme, acme.ada, revoke, reason=" ").status_code == 422
    assert "“It leaked.”" in read(do(acme, acme.ada, revoke, reason="It leaked."))


def _apply(page: Any) -> str:
    """Return the path of what applies the preview that this is, below its client."""
    [(url, _)] = page.redirect_chain
    return f"facts/uploads/{url.rstrip('/').rpartition('/')[2]}/apply/"

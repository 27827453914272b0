"""The clients of the tests are copies of one that the services made, and whole."""

from audit import commitments
from audit.models import Entry, PrivateValue
from tests.cast import Cast, make_acme
from tests.catalogue import client_tables
from tests.database import run


def test_a_copy_has_every_row_and_none_under_the_same_id(acme: Cast) -> None:
    rows, others = _ids(acme), _ids(make_acme())

    assert {table: len(ids) for table, ids in rows.items()} == {
        table: len(ids) for table, ids in others.items()
    }
    assert len(rows["agents_agent"]) == 1
    assert not set().union(*rows.values()) & set().union(*others.values())


def test_what_a_copys_entries_are_committed_to_is_what_is_beside_them(
    acme: Cast,
) -> None:
    with acme.scope():
        bodies = {entry.id: entry.data for entry in Entry.objects.all()}
        values = list(PrivateValue.objects.all())

    assert values
    for one in values:
        kept = bodies[one.entry_id]["private"][one.path]
        sealed = commitments.Sealed(one.path, bytes(one.salt), one.value, kept)
        assert commitments.opens(sealed), one.path


def _ids(cast: Cast) -> dict[str, set[str]]:
    with cast.scope():
        return {
            table: {str(row_id) for (row_id,) in run("SELECT id FROM {t}", t=table)}
            for table in client_tables()
        }

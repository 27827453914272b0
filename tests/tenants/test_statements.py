"""Statements that are put off: sent in order, together, and undone together."""

import os
from uuid import uuid4

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from agents.models import Agent
from agents.selectors import ask_current_action_type
from governance.models import RunNote
from tenants.clock import database_now
from tenants.scoping import NoClientScope
from tests.cast import Cast
from tests.governance.happenings import open_run
from tests.round_trips import round_trips


def _note(cast: Cast, text: str) -> RunNote:
    run = open_run(cast)
    return RunNote(run=run, text=text, data={"mine": True}, noted_at=run.opened_at)


def _texts(cast: Cast) -> list[str]:
    with cast.scope():
        notes = RunNote.objects.filter(data={"mine": True}).order_by("id")
        return [note.text for note in notes]


def test_what_is_put_off_is_there_for_whoever_asks_next(acme: Cast) -> None:
    with acme.scope():
        note = _note(acme, "first")
        note.put()

        assert RunNote.objects.get(id=note.id).text == "first"


def test_what_is_put_off_is_committed_with_the_rest(acme: Cast) -> None:
    with acme.scope():
        _note(acme, "last").put()

    assert _texts(acme) == ["last"]


def test_several_are_waited_for_once(acme: Cast) -> None:
    with acme.scope():
        notes = [_note(acme, text) for text in ("one", "two", "three")]

    def put_all() -> None:
        with acme.scope():
            for note in notes:
                note.put()

    assert round_trips(put_all) == 1
    assert _texts(acme) == ["one", "two", "three"]


def test_one_that_fails_undoes_all_of_it_at_the_latest_when_committing(
    acme: Cast,
) -> None:
    def put_twice() -> None:
        with acme.scope():
            note = _note(acme, "twice")
            note.put()
            note.put()
            _note(acme, "after").put()

    with pytest.raises(IntegrityError):
        put_twice()

    assert _texts(acme) == []
    # The connection is as good as before.
    database_now()


def test_what_was_put_off_in_a_savepoint_goes_with_it(acme: Cast) -> None:
    def put_and_fail() -> None:
        with transaction.atomic():
            _note(acme, "inside").put()
            raise LookupError

    with acme.scope():
        _note(acme, "outside").put()
        with pytest.raises(LookupError):
            put_and_fail()

    assert _texts(acme) == ["outside"]


def test_a_scope_in_which_nothing_is_asked_waits_for_nothing(acme: Cast) -> None:
    def open_and_close() -> None:
        with acme.scope():
            pass

    assert round_trips(open_and_close) == 1


def test_a_ready_query_is_each_time_about_the_open_scope(
    acme: Cast, globex: Cast
) -> None:
    for cast in (acme, globex, acme):
        with cast.scope():
            found = ask_current_action_type("payment.send").first()
            assert found is not None
            assert found.client_id == cast.client.id
            assert ask_current_action_type("nothing.such").first() is None
    with pytest.raises(NoClientScope):
        ask_current_action_type("payment.send")


def test_rows_of_another_client_are_not_put(acme: Cast, globex: Cast) -> None:
    with acme.scope():
        stray = Agent(id=uuid4(), name="Stray", client_id=globex.client.id)
        with pytest.raises(RuntimeError, match="another client"):
            stray.put()


def test_a_connection_that_the_server_has_ended_is_noticed_before_it_is_used() -> None:
    number = connection.cursor().execute("SELECT pg_backend_pid()").fetchone()
    name = connection.settings_dict["NAME"]
    with psycopg.connect(os.environ["DATABASE_ADMIN_URL"], dbname=name) as admin:
        admin.execute("SELECT pg_terminate_backend(%s, 5000)", number)

    # As before every request.
    connection.close_if_unusable_or_obsolete()

    database_now()

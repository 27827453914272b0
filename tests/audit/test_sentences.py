"""What every event reads as: written down once, and never to change.

A sentence whose wording changes fails here: it needs an event code of its own.
"""

from uuid import UUID, uuid4

import pytest

from audit.catalogue import CATALOGUE
from audit.events import Event
from audit.ledger import IncompleteEntryError, Target, record
from audit.selectors import Filters, entry, story
from audit.sentences import placeholders, render
from tenants.recording import TenantEvent
from tenants.scoping import PLATFORM, client_scope
from tests.audit.golden import GOLDEN
from tests.cast import Cast, make_acme


@pytest.fixture(scope="module")
def us() -> Cast:
    """Acme."""
    return make_acme()


def test_every_event_has_a_line_here() -> None:
    assert set(GOLDEN) == set(CATALOGUE) == set(Event)


@pytest.mark.parametrize("event", GOLDEN)
def test_an_event_reads_as_it_always_did(us: Cast, event: Event) -> None:
    values, expected = GOLDEN[event]

    assert _told(us, event, params=values) == expected
    # The sentence is the same whether its values are hashed or only committed to.
    assert _told(us, event, private=values) == expected


@pytest.mark.parametrize("event", GOLDEN)
def test_an_event_needs_every_value_of_its_sentence(us: Cast, event: Event) -> None:
    values, _ = GOLDEN[event]
    assert set(values) == placeholders(CATALOGUE[event].sentence) - {"actor"}

    for missing in values:
        rest = {name: value for name, value in values.items() if name != missing}
        with us.scope(), pytest.raises(IncompleteEntryError, match=missing):
            record(event, target=Target("thing", uuid4()), params=rest)


def test_no_two_events_share_a_code() -> None:
    codes = [told.code for told in CATALOGUE.values()]

    assert len(set(codes)) == len(codes)


def test_what_tenants_tells_is_in_the_catalogue() -> None:
    assert {event.value for event in TenantEvent} <= {event.value for event in Event}


def test_an_agent_and_the_platform_are_named_as_they_were_called(us: Cast) -> None:
    run = us.open_run()
    with us.scope():
        told = [line.sentence for line in story(Filters(run_id=run["id"]))]
    with client_scope(us.client.id, actor=PLATFORM):
        target = Target("run", UUID(run["id"]))
        found = entry(record(Event.RUN_SAVED, target=target, params={"run": "7"}))

    assert told == [
        "Invoice agent opened run 1 of Supplier invoice payment for Invoice NL-7731."
    ]
    assert found is not None
    assert found[0].sentence == "Remit left a save point in run 7."


def test_a_value_is_never_read_as_a_template() -> None:
    told = render(
        "{actor} noted: {text}",
        params={"actor": "{text}", "text": "{secret} {actor} {0} %s"},
        private={"secret": "x"},
        erased={},
    )

    assert told == "{text} noted: {secret} {actor} {0} %s"


def _told(
    cast: Cast,
    event: Event,
    *,
    params: dict[str, str] | None = None,
    private: dict[str, str] | None = None,
) -> str:
    target = Target("thing", uuid4())
    with cast.scope(cast.ada):
        found = entry(record(event, target=target, params=params, private=private))
    assert found is not None
    line = found[0]
    return f"{line.code} {line.outcome} {line.sentence}"

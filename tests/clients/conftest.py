"""An agent that speaks through remit-client with a real server."""

from collections.abc import Iterator

import pytest

from remit_client import Remit
from tests.cast import Cast, make_acme
from tests.clients.letters import declare_letters
from tests.clients.wires import Wire


@pytest.fixture(scope="module")
def acme() -> Cast:
    """Acme, one for each file, whose agent may write letters."""
    cast = make_acme()
    declare_letters(cast)
    return cast


@pytest.fixture
def wire() -> Wire:
    """The connection between the two."""
    return Wire()


@pytest.fixture
def remit(acme: Cast, address: str, wire: Wire) -> Iterator[Remit]:
    """Acme's agent."""
    with Remit(address, acme.key, timeout=20, transport=wire) as client:
        yield client

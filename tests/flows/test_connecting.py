"""The programs that the page of a new key shows work when they are pasted."""

import pytest
from pytest_django import Settings

from governance.models import Action
from tests.cast import Cast
from tests.flows.pasting import HOW, REASON, paste, program


@pytest.mark.parametrize("how", HOW)
def test_what_the_page_shows_runs_and_asks_for_an_action(
    acme: Cast, address: str, settings: Settings, how: str
) -> None:
    settings.PUBLIC_URL = address
    path = f"/c/{acme.client.slug}/agents/{acme.agent.id}/keys/issue/"
    page = acme.browser(acme.ada).post(path, {"name": "Trial"}).content.decode()

    said = paste(program(page, how), how)

    assert "Invoice agent" in said
    with acme.scope():
        action = Action.objects.select_related("action_type").get(agent=acme.agent)
        assert action.action_type.name == "invoice.match"
        assert action.reason == REASON
        assert action.explanation in said


def test_the_same_command_again_asks_for_nothing_more(
    acme: Cast, address: str, settings: Settings
) -> None:
    settings.PUBLIC_URL = address
    path = f"/c/{acme.client.slug}/agents/{acme.agent.id}/keys/issue/"
    page = acme.browser(acme.ada).post(path, {"name": "Trial"}).content.decode()

    for _ in range(2):
        paste(program(page, "curl"), "curl")

    with acme.scope():
        assert Action.objects.filter(agent=acme.agent).count() == 1

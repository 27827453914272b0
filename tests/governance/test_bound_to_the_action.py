"""An approval is of exactly what was asked, to the byte, and of nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import ProgrammingError, connections

from governance.models import Action, Intent
from governance.services.digests import action_digest
from tests.cast import Cast
from tests.database import changed, run
from tests.governance.counting import holds_of
from tests.governance.happenings import answer, ask, open_run
from tests.governance.ruling import pass_second_gate

ASKED = ["run_id", "agent_id", "action_type_id", "resource_type", "resource_id"]


@contextmanager
def parameters_may_change() -> Iterator[None]:
    """Let the application's role change what was asked, as no migration does."""
    with connections["owner"].cursor() as owner:
        owner.execute("GRANT UPDATE (parameters) ON governance_action TO remit_app")
        try:
            yield
        finally:
            owner.execute(
                "REVOKE UPDATE (parameters) ON governance_action FROM remit_app"
            )


def approved(cast: Cast, **changes: Any) -> Action:
    action = ask(cast, open_run(cast), amount="501.00", **changes)
    answer(cast, action, cast.bo, word="approve")
    return action


@pytest.mark.parametrize(
    ("member", "text"),
    [
        ("account", "LT121000011101001000"),
        ("supplier_name", "Nordlicht GmbH "),
        # The same to the eye: an e with its accent, and an e and an accent.
        ("supplier_name", "Cafe\u0301"),
    ],
)
def test_what_was_changed_after_the_approval_is_refused(
    acme: Cast, member: str, text: str
) -> None:
    action = approved(acme, supplier_name="Caf\u00e9")

    with parameters_may_change(), acme.scope():
        changed(
            "UPDATE governance_action SET parameters = jsonb_set(parameters, "
            "ARRAY[%s], to_jsonb(%s::text)) WHERE id = %s",
            member,
            text,
            action.id,
        )

    action = pass_second_gate(acme, action.id)
    assert (action.status, action.refused_by) == ("refused", "platform")
    assert action.explanation == "Refused: this is no longer what the agent asked for."
    assert set(holds_of(acme, action.id).values()) == {"released"}
    with acme.scope():
        assert not Intent.objects.filter(action=action).exists()


def test_the_order_of_members_changes_nothing(acme: Cast) -> None:
    action = approved(acme)
    reversed_ = dict(reversed(action.parameters.items()))
    assert list(reversed_) != list(action.parameters)

    action.parameters = reversed_

    assert action_digest(action) == action.digest
    assert pass_second_gate(acme, action.id).status == "running"


def test_what_the_database_keeps_in_other_digits_is_the_same(acme: Cast) -> None:
    action = ask(acme, open_run(acme))
    action.parameters = {"large": 1e20, "small": 1e-7, "whole": 1.0, "none": -0.0}
    action.digest = action_digest(action)
    with parameters_may_change(), acme.scope():
        action.save(update_fields=["parameters"])
        read = Action.objects.get(id=action.id)

        assert repr(read.parameters) != repr(action.parameters)
        assert action_digest(read) == action.digest


def test_the_application_cannot_change_what_was_asked(acme: Cast) -> None:
    ask(acme, open_run(acme))

    for column in [*ASKED, "parameters", "digest", "reason", "act", "asked_at"]:
        with pytest.raises(ProgrammingError, match="permission denied"), acme.scope():
            run("UPDATE governance_action SET {c} = {c}", c=column)

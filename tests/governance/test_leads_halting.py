"""The service of halting takes a governance lead, and nobody who is none."""

import pytest

from governance.models import HaltScope
from governance.services.halts import set_halt
from tenants.errors import NotAllowed
from tenants.models import User
from tenants.scoping import client_scope
from tenants.selectors import lead as as_lead
from tests.cast import Cast
from tests.leads import a_lead, no_longer_a_lead

WHY = "The bank warned us of payments to a strange account."


@pytest.mark.parametrize("who", ["bo", "a former lead"])
def test_the_service_itself_looks_whether_it_is_a_lead(acme: Cast, who: str) -> None:
    user: User = acme.bo.user if who == "bo" else a_lead()
    no_longer_a_lead(user)

    with (
        client_scope(acme.client.id, actor=as_lead(user)),
        pytest.raises(NotAllowed, match="governance lead"),
    ):
        set_halt(
            scope=HaltScope.AGENT,
            target_id=acme.agent.id,
            label="It",
            by=user,
            reason=WHY,
        )

"""A client that demands a second factor, until the test is over."""

from collections.abc import Iterator
from contextlib import contextmanager

from tenants.models import Client
from tenants.services import demand_second_factor
from tests.cast import Cast
from tests.tenants.factors import with_factor


@contextmanager
def forgiving(cast: Cast) -> Iterator[Cast]:
    """Let a client demand nothing afterwards: leads see into every client there is."""
    yield cast
    with cast.scope():
        client = Client.objects.get()
        client.second_factor_required = False
        client.save(update_fields=["second_factor_required"])


@contextmanager
def demanded(cast: Cast) -> Iterator[Cast]:
    """Have Ada demand a second factor of whoever may decide."""
    with forgiving(cast):
        with_factor(cast.ada.user)
        with cast.scope(cast.ada):
            demand_second_factor(demanded=True, by=cast.ada)
        yield cast

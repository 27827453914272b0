"""How often this process waits for the database, read off the wire itself.

libpq writes down every message that it sends and receives. Each time something is sent
after something was received, the process will wait again: statements that are sent
together and answered together are one wait.
"""

import tempfile
from collections.abc import Callable
from itertools import pairwise

from django.db import connection
from psycopg.pq import Trace


def round_trips(act: Callable[[], object]) -> int:
    """Return how often ``act`` waits for the database over this thread's connection.

    The connection is looked over first, as it is before every request.
    """
    connection.ensure_connection()
    wire = connection.connection.pgconn
    connection.close_if_unusable_or_obsolete()
    with tempfile.TemporaryFile() as log:
        wire.trace(log.fileno())
        wire.set_trace_flags(Trace.SUPPRESS_TIMESTAMPS)
        try:
            act()
        finally:
            wire.untrace()
        assert connection.connection.pgconn is wire, "it was another connection"
        log.seek(0)
        sides = [line[:1] for line in log.read().splitlines() if line[:2] in _SIDES]
    return sum(pair == (b"B", b"F") for pair in pairwise([b"B", *sides]))


# From the front end, which is us; from the back end.
_SIDES = {b"F\t", b"B\t"}

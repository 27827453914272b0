"""How often this process waits for the database, read off the wire itself.

libpq writes down every message that it sends. A query, or the end of what is sent
together, is answered once the database is ready again, and that is what is waited for.
"""

import tempfile
from collections.abc import Callable

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
        sent = [line.split(b"\t") for line in log.read().splitlines()]
    return sum(
        one[0] == b"F" and one[2].strip() in _WAITED_FOR for one in sent if len(one) > 2
    )


_WAITED_FOR = {b"Query", b"Sync"}

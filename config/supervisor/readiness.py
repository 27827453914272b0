"""Waiting until the web process answers."""

import http.client
import time
from urllib.parse import urlsplit

from config.embedded.children import Child
from config.supervisor.errors import CannotStartError
from config.supervisor.plan import Plan

_PATIENCE_SECONDS = 120.0
_POLL_SECONDS = 0.1
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - only compared


def wait_until_ready(child: Child, plan: Plan) -> None:
    """Wait until ``/readyz`` says so.

    Raises:
        CannotStartError: the web process ends, or does not answer in time.
    """
    log = plan.logs / "web.log"
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not _answers(plan):
        if child.exit_code() is not None:
            raise CannotStartError(f"The web process ended at once; see {log}.")
        if time.monotonic() > deadline:
            raise CannotStartError(f"The web process does not answer; see {log}.")
        time.sleep(_POLL_SECONDS)


def _answers(plan: Plan) -> bool:
    host = _EVERYWHERE.get(plan.host, plan.host)
    public = urlsplit(plan.public_url)
    headers = {"Host": public.netloc, "X-Forwarded-Proto": public.scheme}
    connection = http.client.HTTPConnection(host, plan.port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers=headers)
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()

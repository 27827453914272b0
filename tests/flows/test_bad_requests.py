"""Requests that are hardly any: a real server answers them, and in JSON."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from tests import processes
from tests.cast import Cast, make_acme
from tests.flows.wire import Answer, exchange
from tests.paths import paths_below

PROBLEM = "application/problem+json"
JSON = b"Content-Type: application/json"
KEY = b"Idempotency-Key: one"
# Of nothing; written down, so that the tests are called the same each time.
ID = "c8e82a35-c088-4cef-b380-81920d75cf3c"


@pytest.fixture(scope="module")
def agent() -> Cast:
    return make_acme()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with processes.web(tmp_path_factory.mktemp("web")) as where:
        yield where


@pytest.fixture
def bearer(agent: Cast) -> bytes:
    return f"Authorization: Bearer {agent.key}".encode()


def length(body: bytes) -> bytes:
    return f"Content-Length: {len(body)}".encode()


def problem(answer: Answer, status: int) -> None:
    """Fail unless the answer is this problem, and no page."""
    assert answer.status == status, answer
    assert answer.media == PROBLEM
    assert json.loads(answer.body)["status"] == status


def test_ten_megabytes_are_refused_quickly_and_are_not_kept(
    address: str, bearer: bytes
) -> None:
    body = b'{"reason": "' + b"a" * 10_000_000 + b'"}'
    line = b"POST /api/v1/actions"
    exchange(address, line, bearer, KEY, JSON, length(b"{}"), body=b"{}")
    before = memory(address)

    for _ in range(5):
        started = monotonic()
        answer = exchange(address, line, bearer, KEY, JSON, length(body), body=body)
        problem(answer, 413)
        assert monotonic() - started < 2

    assert memory(address) - before < 5_000_000


def test_a_length_that_is_only_announced_is_not_waited_for(
    address: str, bearer: bytes
) -> None:
    line, much = b"POST /api/v1/actions", b"Content-Length: 99999999"

    problem(exchange(address, line, bearer, KEY, JSON, much, body=b"{"), 413)


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ([JSON, b"Content-Length: 2"], b'{"workflow": 1}', 400),
        ([JSON], b"", 400),
        ([JSON, b"Transfer-Encoding: chunked"], b"2\r\n{}\r\n0\r\n\r\n", 411),
        ([b"Content-Length: 2"], b"{}", 415),
        ([b"Content-Type: \xff/\xfe;;=", b"Content-Length: 2"], b"{}", 415),
        ([b"Content-Type: text/html", b"Content-Length: 2"], b"{}", 415),
        ([b"Content-Type: multipart/form-data", b"Content-Length: 2"], b"{}", 415),
        (
            [b"Content-Type: application/x-www-form-urlencoded", b"Content-Length: 3"],
            b"a=1",
            415,
        ),
        ([JSON + b"; charset=utf-16", b"Content-Length: 2"], b"{}", 400),
        ([JSON + b"; charset=unicode_escape", b"Content-Length: 2"], b"{}", 400),
        ([JSON, b"Content-Encoding: gzip", b"Content-Length: 2"], b"{}", 415),
    ],
)
def test_a_body_that_is_not_what_it_says_is_refused(
    address: str, bearer: bytes, headers: list[bytes], body: bytes, status: int
) -> None:
    line = b"POST /api/v1/runs"

    problem(exchange(address, line, bearer, KEY, *headers, body=body), status)


@pytest.mark.parametrize(
    "header", [b"Idempotency-Key: \xff\xfe", b"Idempotency-Key: a\tb", b"X: y"]
)
def test_a_request_without_a_proper_key_of_its_own_is_refused(
    address: str, bearer: bytes, header: bytes
) -> None:
    line = b"POST /api/v1/runs"

    answer = exchange(address, line, bearer, JSON, header, length(b"{}"), body=b"{}")

    problem(answer, 422)


@pytest.mark.parametrize("host", [b"evil.example", b"a b/\\", b"localhost:x", b"["])
def test_a_host_that_is_not_ours_is_refused(
    address: str, bearer: bytes, host: bytes
) -> None:
    problem(exchange(address, b"GET /api/v1/agent", bearer, host=host), 400)


@pytest.mark.parametrize(
    "path",
    [
        "nothing",
        "actions/%00",
        "actions/%ff",
        "actions/..",
        f"actions/{ID.upper()}",
        f"actions/{ID[:-1]}",
        f"actions/{{{ID}}}",
        f"actions/{ID.replace('-', '')}",
        f"actions/{ID}%0a",
        f"actions/{ID}/",
        f"actions/{ID}/nothing",
        f"actions/{ID}",
        f"runs/{ID}",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_path_that_is_not_there_is_refused(
    address: str, bearer: bytes, method: str, path: str
) -> None:
    line = f"{method} /api/v1/{path}".encode()

    answer = exchange(address, line, bearer, KEY, JSON, length(b"{}"), body=b"{}")

    problem(answer, 405 if method == "POST" and path.endswith(ID) else 404)


@pytest.mark.parametrize(
    "query",
    ["wait=", "wait=-1", "wait=1e3", "wait=%ff", "wait=%D9%A1", "wait=1&wait=x"],
)
def test_a_query_that_is_no_number_of_seconds_is_refused(
    address: str, bearer: bytes, query: str
) -> None:
    line = f"GET /api/v1/actions/{ID}?{query}".encode()

    problem(exchange(address, line, bearer), 422)


def test_a_nul_in_a_query_is_refused(address: str, bearer: bytes) -> None:
    problem(exchange(address, b"GET /api/v1/agent?a=%00", bearer), 400)


@pytest.mark.parametrize("key", [b"", b"Bearer", b"Bearer \xff", b"Bearer rmt_\xff_x"])
def test_a_key_that_is_none_is_refused(address: str, key: bytes) -> None:
    answer = exchange(address, b"GET /api/v1/agent", b"Authorization: " + key)

    problem(answer, 401)
    assert answer.headers["www-authenticate"] == 'Bearer realm="remit"'


# An agent's key is none for facts, whatever the method.
OF_AGENTS = [one for one in paths_below("api/v1/") if not one.startswith("facts/")]


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "x", "\xff;q=x,,"])
def test_an_answer_that_is_no_json_is_not_to_be_had(
    address: str, bearer: bytes, accept: str
) -> None:
    header = f"Accept: {accept}".encode("latin-1")

    problem(exchange(address, b"GET /api/v1/agent", bearer, header), 406)
    problem(exchange(address, b"GET /api/v1/schema/", header), 406)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "BREW"])
@pytest.mark.parametrize("path", OF_AGENTS)
def test_a_method_that_a_path_has_not_is_refused(
    address: str, bearer: bytes, path: str, method: str
) -> None:
    filled = path.replace("<uuid:run_id>", ID).replace("<uuid:action_id>", ID)

    answer = exchange(address, f"{method} /api/v1/{filled}".encode(), bearer)

    problem(answer, 405)
    assert method not in answer.headers["allow"]


@pytest.mark.parametrize("path", ["agent/halt", "actions", f"runs/{ID}/heartbeat"])
def test_what_only_takes_has_no_head(address: str, bearer: bytes, path: str) -> None:
    answer = exchange(address, f"HEAD /api/v1/{path}".encode(), bearer)

    assert (answer.status, answer.media) == (405, PROBLEM)


def memory(address: str) -> int:
    """Return how many bytes the server's processes hold, as the kernel counts them."""
    port = address.rpartition(":")[2]
    mine = [one for one in Path("/proc").glob("[0-9]*") if _serves(one, port)]
    assert mine
    pages = [int((one / "statm").read_text().split()[1]) for one in mine]
    return sum(pages) * os.sysconf("SC_PAGE_SIZE")


def _serves(process: Path, port: str) -> bool:
    try:
        words = (process / "cmdline").read_bytes().decode().split("\0")
    except OSError:
        return False
    return "granian" in words and port in words

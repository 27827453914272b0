"""Another client's ids are ids that do not exist: F35 of the fault matrix.

Each function asks one route by every method, as everybody, and raises
AssertionError naming what was asked. The answer to a foreign id has to be that to
an id that nobody has, byte for byte; it says nothing of the other client, and
nothing changes at either.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from difflib import unified_diff
from logging import Handler, LogRecord, getLogger

from tests.cast import Cast
from tests.database import contents
from tests.isolation import rights
from tests.isolation.asking import Answer, Parts, Request, Visitor, parts_in
from tests.isolation.routes import AT_A_CLIENT, TO_AGENTS, Call
from tests.isolation.town import Town
from tests.isolation.turns import READ, UNREAD, ways

# What a form is given beside its own fields, in case somebody reads it.
_EXTRA = {
    "client": "client",
    "client_id": "agent_id",
    "agent": "agent_id",
    "id": "checkpoint_id",
    "number": "number",
    "run": "run_id",
    "ordering": "agent_id",
}
# Who is let in, to read what is asked for by one id at a time.
_WOULD_READ = {"agent's key", "auditor", "feed key", "works at both"}
_CLOSED = {302, 401, 405}
_UNKNOWN_FIELD = {"client": "client"}
# To a page, a key is nobody.
_NOT_SIGNED_IN = {"nobody", "agent's key", "feed key", "revoked key"}
# Whom the calls below api/v1/ know: agents, but for what feeds keep.
_FEEDS = f"{TO_AGENTS}facts/"
# A countdown may go on between two answers, but not every time.
_TRIES = 3


def ids_in_the_path(town: Town, route: str, how: Call, *, by_all: bool = False) -> None:
    """Ask for what is Globex's, by its ids in the path and everywhere beside it.

    Everybody asks, but not by every method who is let in nowhere: see ``ways``.
    """
    extra = {} if route.startswith(TO_AGENTS) else _EXTRA
    with nothing_happens(town, route):
        for at in _clients(route, town.own):
            known: dict[str, set[str]] = {}
            strangers = _strangers(town, at)
            let_in = set(strangers) if by_all else _let_in(route, how)
            for name, method in _paths_ways(strangers, route, let_in, by_all=by_all):
                request = Request(strangers[name], method, route, how.body, extra)
                told = known.setdefault(name, set())
                answer = _as_to_nobodys(request, town, at=at, known=told)
                expected = refusals(request, own_client=bool(at))
                assert answer.status in expected, f"{request}: {answer.status}"
                sent = town.theirs.values() if answer.status == 302 else ()
                town.canaries.require_none(answer, str(request), but=sent)


def ids_beside_the_path(
    town: Town, route: str, how: Call, *, by_all: bool = False
) -> None:
    """Ask for what is Acme's, with Globex's ids in the query, the body and headers.

    Everybody asks, but not by every method who is let in nowhere: see ``ways``.
    """
    here, known = town.visitors, dict[str, set[str]]()
    let_in = set(here) if by_all else _let_in(route, how)
    with nothing_happens(town, route):
        for name, method in ways(here, route, let_in, READ):
            request = _all_at_once(here[name], method, route, how)
            _beside(town, request, known.setdefault(name, set()))
        for name in let_in & set(here):
            for request in _one_by_one(here[name], route, how):
                _beside(town, request)


def _paths_ways(
    strangers: Collection[str], route: str, let_in: set[str], *, by_all: bool
) -> Iterator[tuple[str, str]]:
    """Yield who asks by which method: what no view reads, by one each in turn."""
    yield from ways(strangers, route, let_in, READ)
    yield from ways(strangers, route, let_in if by_all else (), UNREAD)


def _let_in(route: str, how: Call) -> set[str]:
    """Return who is asked by every method: who reads, and who may do what it is for."""
    doing = how.method == "POST" and route.startswith(AT_A_CLIENT)
    may = rights.AT_A_CLIENT[route.removeprefix(AT_A_CLIENT)] if doing else set[str]()
    return _WOULD_READ | may


def _beside(town: Town, request: Request, known: set[str] | None = None) -> None:
    answer = _as_to_nobodys(request, town, path=town.own, known=known)
    sent = town.theirs.values()
    town.canaries.require_none(answer, str(request), but=sent)


def refusals(request: Request, *, own_client: bool) -> set[int]:
    """Return how a route may refuse this, whatever the id."""
    who, method = request.visitor.name, request.method
    if request.route.startswith(TO_AGENTS):
        described = {200} if method == "OPTIONS" else set()
        known = "feed key" if request.route.startswith(_FEEDS) else "agent's key"
        return {404, 405} | described if who == known else {401}
    if not request.route.startswith(AT_A_CLIENT):
        # Links in mails: what they say, or where they lead, is the same for all.
        return {200, 302, 404, 405}
    if who in _NOT_SIGNED_IN:
        return {302, 405}
    # A role that may not do this is told so before anybody looks for the id.
    return {403, 404, 405} if own_client else {404, 405}


@contextmanager
def nothing_happens(town: Town, what: str) -> Iterator[None]:
    """Fail if a row of either client changes meanwhile, or Globex gets into the log."""
    before = _rows(town)
    with _listening() as lines:
        yield
    after = _rows(town)
    changed = [place for place in before if before[place] != after[place]]
    assert not changed, f"{what} changes {changed}"
    sent = [*town.theirs.values()]
    town.canaries.require_none_logged(lines, what, but=sent)


def _as_to_nobodys(
    request: Request,
    town: Town,
    *,
    at: dict[str, str] | None = None,
    path: Parts | None = None,
    known: set[str] | None = None,
) -> Answer:
    """Return the answer to Globex's ids, which is that to nobody's ids.

    ``known`` keeps how nobody's ids were answered: where the door is closed, they
    are not asked for anew.
    """
    known = set() if known is None else known
    seen = ["", ""]
    for _ in range(_TRIES):
        none, theirs = town.nothing() | (at or {}), {**town.theirs, **(at or {})}
        answer = request.ask(theirs, path=path or theirs)
        seen[0] = answer.without(theirs)
        if seen[0] in known and _is_closed(request, answer):
            return answer
        missing = request.ask(none, path=path or none)
        seen[1] = missing.without(none)
        if seen[0] == seen[1]:
            known.add(seen[1])
            return answer
    theirs_told, nobodys_told = (text.splitlines() for text in seen)
    found = unified_diff(theirs_told, nobodys_told, n=0, lineterm="")
    told = "\n".join(found)
    raise AssertionError(f"{request} tells Globex's ids from nobody's:\n{told}")


def _is_closed(request: Request, answer: Answer) -> bool:
    """Whether somebody was not let in, or asked by a method that no view reads."""
    return answer.status in _CLOSED or request.method in UNREAD


def _clients(route: str, own: Parts) -> list[dict[str, str]]:
    """Return whose place the ids are looked for at: Globex's, and Acme's own."""
    at_home = {"client": own["client"]}
    places: list[dict[str, str]] = [{}] if parts_in(route) else []
    if route.startswith(AT_A_CLIENT) and parts_in(route) != {"client"}:
        places.append(at_home)
    return places


def _strangers(town: Town, at: dict[str, str]) -> dict[str, Visitor]:
    """Return who has no business there: all but, at Globex, who works there."""
    known = town.visitors.items()
    return {name: one for name, one in known if at or name != "works at both"}


def _all_at_once(visitor: Visitor, method: str, route: str, how: Call) -> Request:
    if route.startswith(TO_AGENTS):
        return Request(visitor, method, route, how.body, _UNKNOWN_FIELD, how.query)
    # Without its own fields: complete, an own form would do something.
    return Request(visitor, method, route, {}, _EXTRA, how.query)


def _one_by_one(visitor: Visitor, route: str, how: Call) -> Iterator[Request]:
    for name, part in how.refers.items():
        yield Request(visitor, how.method, route, how.body, {name: part})
    for name, part in how.query.items():
        yield Request(visitor, how.method, route, query={name: part})


def _rows(town: Town) -> dict[str, tuple[int, str]]:
    return {
        f"{cast.client.name}: {table}": found
        for cast in (town.acme, town.globex)
        for table, found in contents_of(cast).items()
    }


def contents_of(cast: Cast) -> dict[str, tuple[int, str]]:
    """Return count and digest of a client's rows, by table."""
    with cast.scope():
        return contents()


class _Ear(Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self.lines = lines

    def emit(self, record: LogRecord) -> None:
        self.lines.append(self.format(record))


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Hear what is logged, in the place of who hears it otherwise."""
    root, lines = getLogger(), list[str]()
    others, root.handlers = root.handlers, [_Ear(lines)]
    try:
        yield lines
    finally:
        root.handlers = others

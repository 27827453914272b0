"""F35 to F37: one client's ids, scope and connections are no other client's."""

from itertools import product
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from config.demo.process import WORKFLOW_KEY
from governance.models import Run
from tenants.scoping import PLATFORM, NoClientScope, client_scope
from tests.cast import Cast
from tests.catalogue import client_tables, owned_models
from tests.database import contents, run
from tests.faults.acting import asked, ended, opened, request
from tests.faults.rows import Scene, Seen, fault
from tests.isolation.routes import API

_SENDING = ["POST", "PUT", "PATCH", "DELETE"]
_METHODS = ["GET", "HEAD", "OPTIONS", *_SENDING]
_REFUSED = {404, 405}
_TURNS = 10


def _contents(cast: Cast) -> dict[str, tuple[int, str]]:
    with cast.scope():
        return contents()


def _filled(path: str, ids: dict[str, str]) -> str:
    for name, value in ids.items():
        path = path.replace(f"<uuid:{name}>", value)
    return path


@fault(
    "F35",
    "another client's ids on every path of the API",
    "404 as for nobody's ids; nothing changed",
)
def foreign_ids(scene: Scene) -> Seen:
    """Ask for what is another client's, on every path and by every method."""
    stack, us, them = scene.stack, scene.acme(), scene.acme()
    theirs, ours = opened(stack, them), opened(stack, us)
    paid = ended(stack, them, asked(stack, them, theirs))
    ids = {"run_id": theirs["id"], "action_id": str(paid.id)}
    nobodys = {name: str(uuid4()) for name in ids}
    paths = [path for path in API if "<" in path]
    before = _contents(us), _contents(them)

    for path, method in product(paths, _METHODS):
        body = dict(API[path].body) if method in _SENDING else None
        answer = stack.call(us, method, _filled(path, ids), body)
        nothing = stack.call(us, method, _filled(path, nobodys), body)
        expected = {200} if method == "OPTIONS" else _REFUSED
        assert answer.status_code in expected, (method, path, answer.status_code)
        assert answer.status_code == nothing.status_code, (method, path)
        assert answer.content == nothing.content, (method, path)
    assert stack.call(us, "POST", "actions", request(theirs)).status_code == 404

    assert (_contents(us), _contents(them)) == before
    assert stack.call(us, "GET", f"runs/{ours['id']}").status_code == 200
    return Seen("404 and 405; nothing changed", f"{len(paths) * len(_METHODS)} calls")


@fault(
    "F36",
    "no scope is open in a hook, and in SQL past the managers",
    "NoClientScope; 0 rows; never all",
)
def no_scope(scene: Scene) -> Seen:
    """Look at every table where somebody has forgotten whose data it is."""
    cast = scene.acme()
    raised: list[str] = []

    def hook() -> None:
        with pytest.raises(NoClientScope):
            Run.objects.count()
        raised.append("hook")

    with cast.scope():
        transaction.on_commit(hook)
    for model in owned_models():
        with pytest.raises(NoClientScope):
            model.objects.count()
        raised.append(model.__name__)
    seen = {
        table: run("SELECT 1 FROM {table}", table=table) for table in client_tables()
    }

    assert len(raised) == len(owned_models()) + 1
    assert not any(seen.values()), [name for name, rows in seen.items() if rows]
    return Seen(f"{len(raised)} raised; 0 rows in {len(seen)} tables")


@fault(
    "F37",
    "one connection after an error in another client",
    "B never sees A",
)
def after_an_error(scene: Scene) -> Seen:
    """Break off the work of one client, then work for another: same connection."""
    stack, first, second = scene.stack, scene.acme(), scene.acme()
    ours, theirs = opened(stack, first), opened(stack, second)

    backends = set()
    for _ in range(_TURNS):
        with (
            pytest.raises(DatabaseError),
            client_scope(first.client.id, actor=PLATFORM),
        ):
            run("SELECT 1 / 0")
        with client_scope(second.client.id, actor=PLATFORM):
            backends |= set(run("SELECT pg_backend_pid()"))
            assert [str(one.id) for one in Run.objects.all()] == [theirs["id"]]
        assert run("SELECT id FROM governance_run") == []
    errors = sum(_breaks_over_http(scene, first) for _ in range(_TURNS))
    for run_id, status in ((theirs["id"], 200), (ours["id"], 404)):
        for _ in range(_TURNS):
            answer = stack.call(second, "GET", f"runs/{run_id}")
            assert answer.status_code == status
    assert connection.connection is not None
    assert len(backends) == 1
    return Seen("never", f"{2 * _TURNS + errors} errors and turns")


def _breaks_over_http(scene: Scene, cast: Cast) -> int:
    scene.stack.orders.give("web.before_commit", "fail")
    answer = scene.stack.call(cast, "POST", "runs", {"workflow": WORKFLOW_KEY})
    assert answer.status_code == 500
    return 1

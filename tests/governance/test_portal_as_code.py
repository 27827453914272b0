"""The page of a client's file: download it, read what another would change, load it."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from governance.portal.as_code.packing import packed
from governance.selectors.as_code import exported
from governance.selectors.boundaries import open_proposal
from tests.cast import Cast
from tests.governance.seen import headline, read, visit


def _do(cast: Cast, path: str, **sent: Any) -> Any:
    browser = cast.browser(cast.ada)
    return browser.post(f"/c/{cast.client.slug}/as-code/{path}/", sent)


def _upload(cast: Cast, text: str) -> Any:
    return _do(cast, "plan", file=SimpleUploadedFile("client.yaml", text.encode()))


def _hidden(response: Any) -> dict[str, str]:
    page = response.content.decode()
    return dict(re.findall(r'name="(packed|shown)" value="([^"]+)"', page))


def test_a_file_is_downloaded_planned_and_loaded(acme: Cast) -> None:
    page = visit(acme, acme.ada, "as-code/")
    file = visit(acme, acme.ada, "as-code/download/")
    text = file.content.decode()
    assert headline(page) == "All of Acme Logistics can be one file."
    assert f"{acme.client.slug}.yaml" in file["Content-Disposition"]

    same = _upload(acme, text)
    assert headline(same) == "Nothing would change."
    assert not _hidden(same)
    changed = text.replace("title: Larger payments", "title: <b>Large</b> payments")
    plan = _upload(acme, changed)
    assert headline(plan) == "1 thing would change."
    assert "The title was “Larger payments” and is “<b>Large</b> payments”" in read(
        plan
    )
    with acme.scope():
        assert exported() == text

    path = f"/c/{acme.client.slug}/as-code/load/"
    loaded = acme.browser(acme.ada).post(path, _hidden(plan), follow=True)
    assert "Loaded: 1 thing has changed. What is different in the rules" in read(loaded)
    with acme.scope():
        assert exported() == changed
        assert open_proposal() is not None


def test_a_plan_that_is_no_longer_true_is_not_loaded(acme: Cast) -> None:
    with acme.scope():
        text = exported()
    # The same words for both: "different parameters".
    mine = text.replace("maxLength: 34", "maxLength: 35")
    theirs = text.replace("maxLength: 34", "maxLength: 36")
    read_before = _hidden(_upload(acme, mine))
    assert _do(acme, "load", **_hidden(_upload(acme, theirs))).status_code == 302

    late = _do(acme, "load", **read_before)

    assert late.status_code == 409
    assert "The client has changed since you read the plan" in read(late)
    with acme.scope():
        assert exported() == theirs


def test_bad_files_are_told_by_their_lines_and_change_nothing(acme: Cast) -> None:
    wrong = _upload(acme, "format: 1\nclient:\n  slug: other\n  wish: x\n")
    assert wrong.status_code == 422
    assert "line 4, client: unknown: wish" in read(wrong)
    foreign = _upload(acme, "format: 1\nclient:\n  slug: other\n")
    assert foreign.status_code == 409
    assert "This file is about other" in read(foreign)
    nothing = _do(acme, "plan")
    assert nothing.status_code == 422
    assert "Choose a file, or paste one." in read(nothing)
    large = _upload(acme, "#" * 1_000_001)
    assert large.status_code == 422
    assert "at most 1,000,000 bytes" in read(large)
    hostile = _do(acme, "plan", text="format: 1\n<script>alert(1)</script>: 1\n")
    assert "<script>alert" not in hostile.content.decode()
    stands = "format: 1\npeople:\n- email: x@y.example\n  name: X\n  role: member\n"
    group = _do(acme, "plan", text=f"{stands}  groups:\n  - None\n")
    assert group.status_code == 422
    assert "line 6, people[0].groups: there is no group “None”" in read(group)
    assert not _hidden(group)


def test_what_a_browser_sends_instead_of_a_file_is_refused(acme: Cast) -> None:
    bomb = packed(b"0" * 50_000_000)
    for sent in ("", "?", "AAAA", packed(b"a: *b"), bomb):
        answer = _do(acme, "load", packed=sent, shown="x")
        assert answer.status_code == 422
    assert "at most 1,000,000 bytes" in read(_do(acme, "load", packed=bomb, shown="x"))

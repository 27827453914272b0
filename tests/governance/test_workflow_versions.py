"""Published versions of a process, beside each other."""

from copy import deepcopy

from config.demo.process import STEPS, WORKFLOW_KEY, WORKFLOW_TITLE
from governance.services.workflows import publish_workflow
from tests.cast import Cast
from tests.governance.readying import version_of
from tests.governance.seen import headline, read, visit

MOVED = "Somebody else looks at it first."


def differences(cast: Cast, query: str = "") -> str:
    """Return the path of what differs between the cast's versions."""
    with cast.scope():
        workflow = version_of(cast).workflow_id
    return f"workflows/{workflow}/differences/{query}"


def written_again(cast: Cast) -> None:
    """Publish a second version: the first step takes something else, the last went."""
    steps = deepcopy(STEPS[:-1])
    steps[0]["input"] = MOVED
    with cast.scope(cast.ada):
        publish_workflow(key=WORKFLOW_KEY, title=WORKFLOW_TITLE, steps=steps)


def test_the_two_newest_versions_stand_beside_each_other(acme: Cast) -> None:
    written_again(acme)

    page = visit(acme, acme.ada, differences(acme))

    assert headline(page) == "What is different from version 1 to version 2?"
    told = read(page)
    assert MOVED in told
    assert "What it begins with" in told
    assert f"{len(STEPS)}. {STEPS[-1]['title']}" in told
    assert "is not there any more" in told
    # What did not change is not told.
    assert f"2. {STEPS[1]['title']}" not in told


def test_two_versions_are_chosen_by_their_numbers(acme: Cast) -> None:
    written_again(acme)

    back = visit(acme, acme.ada, differences(acme, "?old=2&new=1"))
    same = visit(acme, acme.ada, differences(acme, "?old=2&new=2"))

    assert "from version 2 to version 1" in headline(back)
    assert "was not there" in read(back)
    assert "Nothing is different." in read(same)


def test_a_version_that_is_not_there_is_not_found(acme: Cast) -> None:
    written_again(acme)
    browser = acme.browser(acme.ada)

    for query in ("?old=9", "?old=x", f"?new={9**30}", "?old="):
        path = f"/c/{acme.client.slug}/{differences(acme, query)}"
        status = browser.get(path).status_code
        assert status == (200 if query == "?old=" else 404), query


def test_one_version_alone_has_nothing_to_be_compared_with(acme: Cast) -> None:
    page = visit(acme, acme.ada, differences(acme))

    assert "no two versions to compare yet" in headline(page)


def test_the_page_of_a_process_leads_there(acme: Cast) -> None:
    with acme.scope():
        path = f"workflows/{version_of(acme).workflow_id}/"
    before = visit(acme, acme.ada, path)
    written_again(acme)
    after = visit(acme, acme.ada, path)

    assert "Compare two" not in read(before)
    assert "Compare two" in read(after)

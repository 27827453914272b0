from governance.engine.boundary import Question, compile_boundary
from tests.governance.engine.building import document, question, rule


def test_names_that_agents_make_up_do_not_fill_the_memory() -> None:
    boundary = compile_boundary(document(rule("alone", 1, "allow", action="*")))

    for number in range(5000):
        assert boundary.decide(question(f"made.up{number}")).effect == "allow"

    assert len(boundary._index) <= 4096


def test_what_was_compiled_for_one_agent_is_not_given_to_another() -> None:
    own = rule("own", 1, "allow", subject="a-1", action="payment.*")
    boundary = compile_boundary(document(own))

    effects = [
        boundary.decide(Question(agent, "", action, {})).effect
        for agent in ("a-1", "a-2", "a-1")
        for action in ("payment.send", "invoice.match")
    ]

    assert effects == ["allow", "deny", "deny", "deny", "allow", "deny"]


def test_the_rules_of_an_agent_and_action_are_compiled_once() -> None:
    boundary = compile_boundary(document(rule("alone", 1, "allow", action="*")))

    first = boundary._candidates("a-1", "flow", "payment.send")

    assert boundary._candidates("a-1", "flow", "payment.send") is first
    assert boundary._candidates("a-1", "flow", "invoice.match").rules == first.rules

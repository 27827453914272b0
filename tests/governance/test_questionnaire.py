"""What the answers about a process say, before there is any agent."""

from hypothesis import given
from hypothesis import strategies as st

from governance.questionnaire import QUESTIONS, Reply, Told, assess

ALL = {one.key: Told(Reply.YES) for one in QUESTIONS}
_ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        one.key: st.builds(Told, st.none() | st.sampled_from(Reply))
        for one in QUESTIONS
    },
)


def test_with_all_in_place_it_is_ready() -> None:
    assessment = assess(ALL)

    assert assessment.is_ready
    assert (assessment.in_the_way, assessment.to_do) == ([], [])
    assert assessment.answered == len(QUESTIONS)


def test_each_essential_question_alone_keeps_it_from_being_ready() -> None:
    for one in QUESTIONS:
        for told in (Told(Reply.NO), Told(Reply.PARTLY), Told(), None):
            answers = {**ALL, one.key: told} if told else dict(ALL)
            if told is None:
                del answers[one.key]
            assert assess(answers).is_ready is not one.essential, one.key


@given(_ANSWERS)
def test_everything_not_in_place_is_told_once(answers: dict[str, Told]) -> None:
    assessment = assess(answers)

    told = [one.question.key for one in (*assessment.in_the_way, *assessment.to_do)]
    missing = {
        one.key
        for one in QUESTIONS
        if answers.get(one.key, Told()).reply is not Reply.YES
    }
    assert sorted(told) == sorted(missing)
    assert assessment.is_ready is not any(
        one.essential for one in QUESTIONS if one.key in missing
    )
    areas = [one for _, findings in assessment.by_area() for one in findings]
    assert sorted(one.question.key for one in areas) == sorted(
        one.key for one in QUESTIONS
    )


def test_keys_are_used_once() -> None:
    assert len({one.key for one in QUESTIONS}) == len(QUESTIONS)

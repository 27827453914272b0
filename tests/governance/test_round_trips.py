"""How often one question waits for the database, which costs more than the rules."""

from tests.cast import Cast
from tests.round_trips import round_trips

# For the key, the idempotency key, what the gate rests on, facts, limits, the commit.
MOST = 6


def test_a_question_waits_for_the_database_a_few_times(acme: Cast) -> None:
    run = acme.open_run()
    # What is read once per process has been read.
    acme.ask_payment(run)

    def ask() -> None:
        assert acme.ask_payment(run)["status"] == "authorized"

    assert round_trips(ask) <= MOST

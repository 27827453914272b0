from decimal import Decimal
from typing import Any

import pytest

from governance.engine.money import Money, MoneyError


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("7400.00", "7,400.00 EUR"),
        ("7400", "7,400.00 EUR"),
        ("0.5", "0.50 EUR"),
        ("-0.00", "0.00 EUR"),
        ("-1234.5", "-1,234.50 EUR"),
        ("1.2345", "1.2345 EUR"),
        ("999999999999999.9999", "999,999,999,999,999.9999 EUR"),
    ],
)
def test_money_is_said_with_thousands_and_at_least_two_decimals(
    amount: Any, said: str
) -> None:
    assert str(Money.parse({"amount": amount, "currency": "EUR"})) == said


@pytest.mark.parametrize(
    "amount",
    [
        740, 740.0, None, True, "", " 1", "1 ", "+1", "1.", ".5", "01", "1e3", "NaN",
        "Infinity", "1,000", "1_000", "\u0661", "1.00000", "1" * 16, "1\n", b"1", "--1",
    ],
)  # fmt: skip
def test_an_amount_is_exact_text_or_nothing(amount: Any) -> None:
    with pytest.raises(MoneyError):
        Money.parse({"amount": amount, "currency": "EUR"})


@pytest.mark.parametrize("currency", [None, "", "eur", "EURO", "EU", "€", "EU1", 978])
def test_a_currency_is_three_capital_letters(currency: Any) -> None:
    with pytest.raises(MoneyError):
        Money.parse({"amount": "1.00", "currency": currency})


@pytest.mark.parametrize(
    "raw",
    [
        None, "1.00 EUR", 1, [], {}, {"amount": "1.00"}, {"currency": "EUR"},
        {"amount": "1.00", "currency": "EUR", "scale": 2}, ["amount", "currency"],
    ],
)  # fmt: skip
def test_money_is_an_object_of_two_members(raw: object) -> None:
    with pytest.raises(MoneyError):
        Money.parse(raw)


@pytest.mark.parametrize(
    "amount", [7.4, 7, "7.40", Decimal("NaN"), Decimal("Infinity")]
)
def test_money_is_never_made_of_a_float(amount: Any) -> None:
    with pytest.raises(MoneyError):
        Money(amount, "EUR")


def test_money_parses_to_itself_and_writes_what_it_parses() -> None:
    money = Money.parse({"amount": "740.00", "currency": "EUR"})

    assert Money.parse(money) is money
    assert money.to_json() == {"amount": "740.00", "currency": "EUR"}
    assert money == Money(Decimal(740), "EUR")

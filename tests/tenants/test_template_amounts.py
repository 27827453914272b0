"""Money reads the same everywhere, and no digit of it is lost."""

import pytest
from django.template import Context, Template

from tenants.templatetags.remit import money


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        ("7400.00", "EUR", "7,400.00 EUR"),
        ("740", "EUR", "740.00 EUR"),
        ("0.5", "EUR", "0.50 EUR"),
        ("-1234.50", "NOK", "-1,234.50 NOK"),
        ("1.005", "EUR", "1.005 EUR"),
        ("1000", "JPY", "1,000 JPY"),
        ("1000.5", "JPY", "1,000.5 JPY"),
        ("1" * 40, "SEK", ",".join(["1"] + ["111"] * 13) + ".00 SEK"),
    ],
)
def test_money_is_grouped_and_followed_by_its_currency(
    amount: str, currency: str, shown: str
) -> None:
    assert money({"amount": amount, "currency": currency}) == shown


@pytest.mark.parametrize(
    "value",
    [
        {"amount": "NaN", "currency": "EUR"},
        {"amount": "1e9", "currency": "EUR"},
        {"amount": "7_400", "currency": "EUR"},
        {"amount": "٧٤٠", "currency": "EUR"},
        {"amount": "5\n", "currency": "EUR"},
        {"amount": "5", "currency": "eur"},
        {"amount": "5", "currency": "EU\u200b"},
        {"amount": "5", "currency": "<b>"},
        {"amount": "5", "currency": "EUR", "more": 1},
        {"amount": "5"},
    ],
)
def test_what_is_not_money_is_shown_as_it_is(value: dict[str, str]) -> None:
    shown = money(value)
    assert "&quot;amount&quot;" in shown
    assert "<b>" not in shown
    assert "\u200b" not in shown


def test_a_missing_amount_shows_nothing() -> None:
    page = Template("{% load remit %}{{ nothing|money }}")
    assert page.render(Context({"nothing": None})) == ""

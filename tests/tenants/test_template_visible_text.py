"""Text that an agent supplies is shown as text, and nothing in it stays unseen."""

import re
import sys
from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString, mark_safe
from hypothesis import given
from hypothesis.strategies import characters, text

from tenants.templatetags.remit import fields, hidden_count, visible

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
BLANK = "\u00a0\u00ad\u034f\u115f\u180e\u200b\u200d\u2028\u2060\u2800\u3000\u3164\ufeff"


class Seen(HTMLParser):
    """What a browser would make of the markup, with each name read back."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.hidden = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "span":
            code = dict(attrs)["title"] or ""
            self.hidden = chr(int(code.removeprefix("U+"), 16))

    def handle_data(self, data: str) -> None:
        times = re.search(r", ([0-9]+) times$", data) if self.hidden else None
        self.text += self.hidden * int(times[1]) if times else self.hidden or data
        self.hidden = ""


def chip(name: str, code: str) -> str:
    return f'<wbr><span class="vis" title="{code}">{name}</span><wbr>'


def test_ordinary_text_is_left_as_it_is() -> None:
    assert visible("Baltic Freight OÜ, № 7, 北京 😀") == (
        "Baltic Freight OÜ, № 7, 北京 😀"
    )


def test_a_no_break_space_is_shown_by_name() -> None:
    shown = visible("Nordlicht\u00a0GmbH")
    assert shown == f"Nordlicht{chip('no-break space', 'U+00A0')}GmbH"


def test_a_run_of_one_hidden_character_is_counted() -> None:
    assert visible("a\u200b\u200b\u200bb") == (
        f"a{chip('zero width space, 3 times', 'U+200B')}b"
    )


@pytest.mark.parametrize("character", BIDI + BLANK)
def test_a_character_that_turns_or_hides_text_is_never_sent_raw(
    character: str,
) -> None:
    shown = visible(f"a{character}b")
    assert character not in shown
    assert f"U+{ord(character):04X}" in shown


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\0", "null"),
        ("\x01", "control character"),
        ("\t", "tab"),
        ("\x1b", "escape"),
        ("\x85", "control character"),
        ("\u202e", "right-to-left override"),
        ("\ufe0f", "variation selector-16"),
        ("\ud800", "lone surrogate"),
        ("\ue000", "private-use character"),
        ("\U000e0041", "tag latin capital letter a"),
        ("\U000e0100", "variation selector-17"),
        ("\uffff", "unassigned character"),
    ],
)
def test_each_hidden_character_has_a_name(character: str, name: str) -> None:
    assert f">{name}</span>" in visible(f"a{character}b")


def test_a_line_break_is_named_and_breaks_the_line() -> None:
    assert visible("one\ntwo") == f"one{chip('line break', 'U+000A')}<br>two"


def test_a_space_that_a_browser_would_swallow_is_shown() -> None:
    space = chip("space", "U+0020")
    assert visible(" a b ") == f"{space}a b{space}"
    assert visible("a  b") == f"a{chip('space, 2 times', 'U+0020')}b"
    assert visible("a\n b").endswith(f"<br>{space}b")
    assert visible(" ") == space


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "</span><img src=x onerror=alert(1)>",
        "\"'><svg/onload=alert(1)>",
        "&lt;b&gt; &amp; &#x3c;b&#x3e;",
        "{{ settings.SECRET_KEY }}{% debug %}",
        "<\u200bscript>",
        "<scr\u00adipt>alert(1)</scr\u00adipt>",
        "\u202e>tpircs<",
        "<!-- ",
        "]]><b>",
    ],
)
def test_no_markup_gets_through(text: str) -> None:
    seen = Seen(visible(text))
    assert seen.tags <= {"wbr", "span", "br"}
    assert seen.text == text


@given(text(characters()))
def test_what_is_shown_can_be_read_back_to_the_letter(text: str) -> None:
    seen = Seen(visible(text))
    assert seen.tags <= {"wbr", "span", "br", "bdi"}
    assert seen.text == text


def test_text_already_marked_as_safe_is_escaped_all_the_same() -> None:
    assert visible(mark_safe("<b>")) == "&lt;b&gt;"


def test_the_filter_escapes_once_inside_a_template() -> None:
    page = Template("{% load remit %}{{ text|visible }}")
    assert page.render(Context({"text": "a < b & c"})) == "a &lt; b &amp; c"


def test_no_code_point_at_all_breaks_the_page() -> None:
    near, far = range(0x3400), range(0x3400, sys.maxunicode, 97)
    text = "".join(map(chr, [*near, *far, *range(0xD7FF, 0xE001)]))
    assert visible(text).encode()


def test_right_to_left_letters_cannot_reorder_what_stands_around() -> None:
    assert visible("שלום 12") == "<bdi>שלום 12</bdi>"
    assert "<bdi>" not in visible("Ünïcode 12")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        ("", ""),
        (7, "7"),
        (True, "true"),
        ([1, "a"], "[1, &quot;a&quot;]"),
        ({"a": None}, "{&quot;a&quot;: null}"),
    ],
)
def test_values_other_than_text_are_shown_as_json(value: object, shown: str) -> None:
    assert visible(value) == shown
    assert isinstance(visible(value), SafeString)


def test_hidden_characters_are_counted_at_any_depth() -> None:
    value = {"a\u200b": ["x\u00a0y", {"b": "c\u202ed\u202ce"}], "n": 1, "z": None}
    assert hidden_count(value) == 4
    assert hidden_count({"payee": "Nordlicht GmbH"}) == 0


def test_a_document_is_listed_value_by_value() -> None:
    document = {
        "amount": {"amount": "7400.00", "currency": "EUR"},
        "lines": [{"sku": "A", "paid": None}, []],
        "urgent": False,
        "note": "",
    }
    assert fields(document) == [
        ("amount", "7400.00 EUR"),
        ("lines[0].sku", "A"),
        ("lines[0].paid", "null"),
        ("lines[1]", "[]"),
        ("urgent", "false"),
        ("note", ""),
    ]

"""The small parts that pages are made of."""

from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string

from governance.states import ActionStatus, CheckpointState, RunState
from tenants.templatetags.remit import icon, initials


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Your reason", help_text="Kept in the ledger.")
    group = forms.ChoiceField(choices=[("finance", "Finance")], required=False)


def render(source: str, **context: Any) -> str:
    return Template("{% load remit %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("kind", "shade", "word"),
    [
        ("allow", "allow", "Allowed"),
        ("checkpoint", "wait", "Waits for a person"),
        ("deny", "deny", "Refused"),
        ("unknown", "unknown", "Unknown"),
        ("none", "none", "Not started"),
        ("draft", "draft", "Draft"),
        ("waiting", "wait", "Waits for a person"),
        ("failed", "deny", "Failed, no effect"),
        ("expired", "none", "Lapsed"),
    ],
)
def test_a_decision_shows_a_glyph_and_a_word(kind: str, shade: str, word: str) -> None:
    shown = render("{% decision kind %}", kind=kind)
    assert f'class="decision is-{shade}"' in shown
    assert f"#i-{shade}" in shown
    assert f"</svg>{word}</span>" in shown


def test_a_decision_may_be_told_another_word_and_glyph() -> None:
    shown = render('{% decision "deny" "Stands still" glyph="halt" %}')
    assert "is-deny" in shown
    assert "#i-halt" in shown
    assert "Stands still" in shown


@pytest.mark.parametrize("state", [*ActionStatus, *CheckpointState, *RunState])
def test_every_state_of_the_machine_has_a_glyph_and_a_word(state: str) -> None:
    assert 'class="decision is-' in render("{% decision state %}", state=state)


def test_a_decision_that_nobody_knows_is_refused() -> None:
    with pytest.raises(KeyError):
        render('{% decision "perhaps" %}')


def test_an_icon_is_hidden_from_screen_readers() -> None:
    assert icon("clock") == (
        '<svg class="i" viewBox="0 0 16 16" aria-hidden="true">'
        '<use href="/static/icons.svg#i-clock"/></svg>'
    )


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ada Rossi", "AR"),
        ("Bo van der Lindqvist", "BL"),
        ("Vi", "V"),
        ("émile zola", "ÉZ"),
        ("(Cy) Okafor", "CO"),
        ("  ", "?"),
        ("- -", "?"),
    ],
)
def test_initials_are_the_first_and_last_name_s(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_person_is_initials_name_and_note() -> None:
    shown = render('{% person "Ada Rossi" "owner" %}')
    assert '<i aria-hidden="true">AR</i>' in shown
    assert "<b>Ada Rossi</b> <small>owner</small>" in shown
    assert "<small>" not in render('{% person "Ada Rossi" %}')


def test_a_person_s_name_is_escaped() -> None:
    assert "<script>" not in render("{% person name %}", name="<script> x")


def test_a_proof_names_the_number_and_claims_no_seal() -> None:
    shown = render('{% proof 48231 "/c/acme/trace/" %}')
    assert "Recorded, no. 48,231" in shown
    assert 'href="/c/acme/trace/"' in shown
    assert "ealed" not in shown
    assert "<a " not in render("{% proof 812 %}")


def test_a_field_stands_with_its_label_and_help() -> None:
    shown = render("{% field form.reason %}", form=ReasonForm())
    assert '<label class="form-label" for="id_reason">Your reason</label>' in shown
    assert 'class="form-control"' in shown
    assert 'aria-describedby="id_reason_helptext"' in shown
    assert 'id="id_reason_helptext">Kept in the ledger.' in shown


def test_a_field_in_error_says_so_beside_itself() -> None:
    shown = render("{% field form.reason %}", form=ReasonForm({}))
    assert 'aria-invalid="true"' in shown
    assert "id_reason_helptext id_reason_error" in shown
    assert 'id="id_reason_error"' in shown
    assert "This field is required." in shown


def test_a_choice_looks_like_a_choice() -> None:
    assert 'class="form-select"' in render("{% field form.group %}", form=ReasonForm())


def test_bars_are_scaled_to_the_largest_and_told_in_words() -> None:
    shown = render('{% bars values "Refused" %}', values=[0, 2, 4])
    assert 'aria-label="Refused: 0, 2, 4"' in shown
    assert [f'height="{high}"' in shown for high in (1, 16, 31)] == [True] * 3
    assert shown.count('class="now"') == 1


def test_bars_of_nothing_draw_nothing_large() -> None:
    assert 'height="31"' not in render('{% bars values "Refused" %}', values=[0, 0])


def test_key_values_show_hidden_characters_in_both() -> None:
    items = [("payee", "Nordlicht\u00a0GmbH"), ("me\u200bmo", "<b>")]
    shown = render_to_string("components/kv.html", {"items": items, "mono": True})
    assert "no-break space" in shown
    assert "zero width space" in shown
    assert "&lt;b&gt;" in shown
    assert '<dd class="mono">' in shown


def test_an_empty_state_teaches_the_next_step() -> None:
    context = {
        "title": "Nothing waits.",
        "text": "It comes.",
        "href": "/x",
        "link": "Go",
    }
    shown = render_to_string("components/empty.html", context)
    assert '<a href="/x">Go</a>' in shown


def test_a_pager_offers_only_the_pages_there_are() -> None:
    shown = render_to_string("components/pager.html", {"older": "?before=9"})
    assert "Older" in shown
    assert "Newer" not in shown
    assert render_to_string("components/pager.html").strip() == ""

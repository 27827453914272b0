"""A file is checked against its schema, in words, on the line where it is wrong."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from governance.clientfile.checking import SCHEMA
from governance.clientfile.file import read_client_file
from governance.clientfile.problems import UnreadableFileError

DOCS = Path(__file__).resolve().parents[3] / "docs"
HEAD = "format: 1\nclient:\n  slug: acme\n"
RULE = """rules:
- key: pay
  number: 1
  title: Paying
  status: active
  effect: allow
  subject: "*"
  workflow: "*"
  action: payment.send
  conditions: null
  reason: ""
"""


def _problems(text: str) -> list[str]:
    with pytest.raises(UnreadableFileError) as told:
        read_client_file(text.encode())
    return [str(one) for one in told.value.problems]


def test_the_schema_is_a_schema_and_describes_each_section() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))

    Draft202012Validator.check_schema(schema)
    assert all(one["description"] for one in schema["properties"].values())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: 1\n", "line 1: unknown: a"),
        ("[]\n", "line 1: names with values are needed here"),
        ("groups: []\n", "line 1: missing: format"),
        ("format: 1\nclient:\n  name: x\n", "line 2, client: missing: slug"),
        ("format: 2\nclient:\n  slug: x\n", "line 1, format: 1 is needed here"),
        (HEAD + "  wish: x\n", "line 4, client: unknown: wish"),
        (
            HEAD + "  second_publisher: yes\n",
            "line 4, client.second_publisher: true or",
        ),
        (HEAD + "groups:\n- 12\n", "line 5, groups[0]: a text is needed here, in"),
        (HEAD + "people:\n- email: nia\n  name: N\n  role: x\n", "an e-mail address"),
        (HEAD + "groups: Finance\n", "line 4, groups: a list is needed here"),
        (HEAD + "groups:\n- A\n- A\n", "line 6, groups[1]: A is here twice"),
        (
            HEAD + RULE.replace("effect: allow", "effect: maybe"),
            "line 9, rules[0].effect: one of allow, checkpoint, deny is needed here",
        ),
        (HEAD + RULE.replace("  conditions: null\n", ""), "rules[0]: missing: cond"),
        (HEAD + RULE.replace("number: 1", "number: 0"), "number: 1 is the least here"),
        (HEAD + RULE.replace("number: 1", "number: '1'"), "a whole number is needed"),
        (HEAD + RULE.replace("title: Paying", 'title: ""'), "something has to be"),
        (HEAD + RULE + RULE.replace("rules:\n", ""), "line 15, rules[1].key: pay is"),
        (
            HEAD + RULE + RULE.replace("rules:\n", "").replace("key: pay", "key: b"),
            "line 16, rules[1].number: pay has this number",
        ),
    ],
)
def test_what_is_wrong_is_told_in_words_and_by_its_line(text: str, told: str) -> None:
    assert any(told in one for one in _problems(text))


def test_no_more_is_told_than_can_be_read() -> None:
    assert len(_problems(HEAD + "groups:\n" + "- 1\n" * 150)) == 20


def test_the_example_in_the_documentation_is_a_file() -> None:
    page = (DOCS / "reference" / "client-file.md").read_text(encoding="utf-8")
    example = page.split("```yaml\n")[1].split("```")[0]

    file = read_client_file(example.encode())

    amount = file.document["rules"][0]["conditions"]["all"][0]["value"]["amount"]
    assert amount == "500.00"
    assert file.document["rules"][1]["obligation"]["quorum"] == 1
    sections = json.loads(SCHEMA.read_text(encoding="utf-8"))["properties"]
    assert all(f"| `{name}` |" in page for name in sections)

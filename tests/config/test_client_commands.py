"""The commands that write a client's file and load it."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.cast import Cast


def _run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_a_client_goes_out_and_comes_back_by_command(
    acme: Cast, globex: Cast, tmp_path: Path
) -> None:
    path, by = tmp_path / "acme.yaml", acme.ada.user.email
    file = str(path)
    assert _run("export_client", acme.client.slug, "-o", file) == f"Wrote {file}.\n"
    text = path.read_text(encoding="utf-8")
    assert _run("export_client", acme.client.slug) == text

    unchanged = _run("load_client", file, "--by", by)
    path.write_text(text.replace("Acme Logistics", "Acme Freight"), encoding="utf-8")
    planned = _run("load_client", file, "--by", by)
    kept = _run("export_client", acme.client.slug)
    applied = _run("load_client", file, "--by", by, "--apply")

    assert unchanged.startswith("Nothing would change.\n")
    assert "name was “Acme Logistics” and is “Acme Freight”" in planned
    assert planned.endswith("Nothing has been done: use --apply.\n")
    assert kept == text
    assert applied.endswith("Done.\n")
    assert _run("export_client", acme.client.slug) == path.read_text(encoding="utf-8")


def test_commands_say_in_one_line_what_is_wrong(
    acme: Cast, globex: Cast, tmp_path: Path
) -> None:
    path, by = tmp_path / "acme.yaml", acme.ada.user.email
    file = str(path)
    with pytest.raises(CommandError, match="no client with the short name nobody"):
        _run("export_client", "nobody")
    with pytest.raises(CommandError, match="No such file"):
        _run("load_client", file, "--by", by)
    text = _run("export_client", acme.client.slug)
    path.write_text(text, encoding="utf-8")
    # Of another client nothing is said: the same as of one that there is not.
    with pytest.raises(CommandError, match="There is no such page"):
        _run("load_client", file, "--by", globex.gil.user.email)
    with pytest.raises(CommandError, match="Only an admin"):
        _run("load_client", file, "--by", acme.bo.user.email, "--apply")
    path.write_text(text.replace("effect: deny", "effect: forbid", 1), "utf-8")
    told = r"line \d+, rules\[\d\].effect: one of allow, checkpoint, deny is needed"
    with pytest.raises(CommandError, match=told):
        _run("load_client", file, "--by", by)
    path.write_text(text.replace("role: admin", "role: member", 1), "utf-8")
    with pytest.raises(CommandError, match="Nothing has been loaded"):
        _run("load_client", file, "--by", by)

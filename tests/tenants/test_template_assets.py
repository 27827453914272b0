"""What the templates refer to is there, whole, and within the content policy."""

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))
NAMES = [str(page.relative_to(TEMPLATES)) for page in PAGES]
SOURCES = [page.read_text() for page in PAGES]


def test_vendored_files_are_the_ones_that_the_list_names() -> None:
    listed = dict(
        re.findall(
            r"^\| `([^`]+)`.*`([0-9a-f]{64})` \|$", _read("README.md"), re.MULTILINE
        )
    )
    scripts = [each for each in (STATIC / "vendor").iterdir() if ".min." in each.name]
    found = {
        each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in scripts
    }
    assert listed == found


def test_every_vendored_file_has_its_licence_beside_it() -> None:
    for name in re.findall(r"`([^`]+\.LICENSE)`", _read("README.md")):
        assert "permission" in _read(name).lower()


def test_every_glyph_that_is_asked_for_exists() -> None:
    drawn = set(re.findall(r'id="i-(\w+)"', (STATIC / "icons.svg").read_text()))
    asked = set(re.findall(r'\{% icon "(\w+)" %\}', "".join(SOURCES)))
    assert asked <= drawn


def test_every_file_that_a_page_asks_for_exists() -> None:
    asked = set(re.findall(r"\{% static '([^']+)' %\}", "".join(SOURCES)))
    assert asked
    # Ours, and those of installed packages.
    assert [name for name in asked if finders.find(name) is None] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_template_can_be_read(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("source", SOURCES, ids=NAMES)
def test_a_template_holds_no_inline_script_or_style(source: str) -> None:
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|hx-on", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)


@pytest.mark.parametrize("source", SOURCES, ids=NAMES)
def test_a_template_never_turns_escaping_off(source: str) -> None:
    assert not re.search(r"\|\s*safe\b|autoescape|safeseq", source)


def test_no_asset_asks_another_site_for_anything() -> None:
    own = [
        path
        for path in STATIC.rglob("*")
        if path.suffix in {".css", ".js"} and "vendor" not in path.parts
    ]
    assert own
    for path in own:
        assert not re.search(r"https?:|@import|url\(", path.read_text()), path.name


def _read(name: str) -> str:
    return (STATIC / "vendor" / name).read_text()

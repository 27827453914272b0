"""Reading a page as a person does: its words, without the markup."""

import html
import re


def text_of(markup: str) -> str:
    """Return the words of a page's main part, one space between any two."""
    main = markup.partition("<main")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main)).split())

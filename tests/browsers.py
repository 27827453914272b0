"""Browsers that share what stands before the views, which is slow to load."""

from functools import cache
from typing import TypeVar

from django.test import Client as Browser

B = TypeVar("B", bound=Browser)


def quick(browser: B) -> B:
    """Return the browser, with the middleware that was loaded for the first one."""
    browser.handler = _first().handler
    return browser


@cache
def _first() -> Browser:
    return Browser()

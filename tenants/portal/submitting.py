"""Doing what a form asks for: all of it, or nothing and a word at the field."""

from collections.abc import Callable
from http import HTTPStatus

from django import forms
from django.db import OperationalError, transaction
from psycopg.errors import LockNotAvailable

from tenants.errors import DomainError, Unavailable
from tenants.portal.statuses import status_of


def submit(form: forms.Form, act: Callable[[], None]) -> HTTPStatus:
    """Do what a form asks for and return the status of the answer.

    What stands against it is then an error of the form, and nothing has been done.
    """
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        _done_or_not(act)
    except DomainError as error:
        form.add_error(
            error.field if error.field in form.fields else None, error.message
        )
        return status_of(error)
    return HTTPStatus.OK


def _done_or_not(act: Callable[[], None]) -> None:
    try:
        with transaction.atomic():
            act()
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            told = "Somebody is working on this at the moment: try again."
            raise Unavailable(told) from error
        raise

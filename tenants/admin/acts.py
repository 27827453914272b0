"""What a governance lead does to one row of a client, by a form with a reason.

An act is a page below the row's own. It says what it will do, asks why, and has
the same service do it that the portal has, in the client's scope.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from unfold.widgets import UnfoldAdminTextareaWidget

from tenants.models import User
from tenants.portal.submitting import submit

_LONGEST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that can be done to a row.

    ``name`` is its place in the path, ``verb`` stands on its button. ``purpose`` says
    in the client's record for what the row was looked at, ``title`` and ``done`` what
    is asked before and said afterwards, with the row's name in the place of ``{}``.
    ``asks_why`` is whether it takes a reason.
    ``is_open`` says whether there is anything to do, ``effects`` in sentences what
    will happen, ``named`` what the row is called; ``perform`` is given the row, who
    acts, and why, and returns what is said afterwards where that is not ``done``.
    """

    name: str
    verb: str
    purpose: str
    title: str
    done: str
    is_open: Callable[[Any], bool]
    effects: Callable[[Any], Sequence[str]]
    perform: Callable[[Any, User, str], str | None]
    named: Callable[[Any], str] = str
    asks_why: bool = True
    is_grave: bool = True


class ReasonForm(forms.Form):
    """Why something is done at a client."""

    reason = forms.CharField(
        label="Why, for the client's record",
        max_length=_LONGEST,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        error_messages={"required": "Write the reason: it is kept in the ledger."},
    )


@dataclass(frozen=True, slots=True)
class Doing:
    """An act about to be done to a row, in the open scope of its client."""

    act: Act
    row: Any
    lead: User
    row_url: str
    client: str

    def answer(self, request: HttpRequest, site: AdminSite) -> HttpResponse:
        """Show the form; or do what it asks for, and go back to the row."""
        if request.method != "POST":
            return self._page(request, site, self._form(), HTTPStatus.OK)
        form = self._form(request.POST)
        told: list[str | None] = []
        status = submit(form, lambda: told.append(self._perform(form)))
        if status is not HTTPStatus.OK:
            return self._page(request, site, form, status)
        done = told[0] or self.act.done.format(self.act.named(self.row))
        messages.success(request, done)
        return redirect(self.row_url)

    def _form(self, typed: QueryDict | None = None) -> forms.Form:
        return ReasonForm(typed) if self.act.asks_why else forms.Form(typed)

    def _perform(self, form: forms.Form) -> str | None:
        return self.act.perform(
            self.row, self.lead, form.cleaned_data.get("reason", "")
        )

    def _page(
        self,
        request: HttpRequest,
        site: AdminSite,
        form: forms.Form,
        status: HTTPStatus,
    ) -> HttpResponse:
        context = {
            **site.each_context(request),
            "title": self.act.title.format(self.act.named(self.row)),
            "act": self.act,
            "row_url": self.row_url,
            "client": self.client,
            "effects": self.act.effects(self.row),
            "form": form,
        }
        page = TemplateResponse(request, "admin/act.html", context, status=status)
        return page.render()

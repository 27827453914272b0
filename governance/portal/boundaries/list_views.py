"""Named lists: which there are, and what stands in each."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from governance.engine.differences import ListChange, differences
from governance.models import NamedList
from governance.portal.boundaries.forms import ListForm, SureForm
from governance.portal.boundaries.pages import ADMINS, may_write, problems_of
from governance.selectors.boundaries import (
    current_boundary,
    draft_document,
    drafted_lists,
    list_by_id,
)
from governance.services.boundaries import change_list, drop_list, write_list
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit


@client_page()
@require_safe
def lists(request: PortalRequest) -> HttpResponse:
    """Which lists can conditions name?"""
    return _lists_page(request, ListForm())


@client_page(roles=ADMINS)
@require_POST
def write(request: PortalRequest) -> HttpResponse:
    """Write a new list."""
    form = ListForm(request.POST)

    def act() -> None:
        given = form.cleaned_data
        write_list(name=given["name"], title=given["title"], entries=form.lines)

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        return _lists_page(request, form, status)
    messages.success(request, f"The list {form.cleaned_data['title']} is written.")
    return redirect("portal:boundary-lists", client=request.visit.client.slug)


@client_page()
@require_safe
def one_list(request: PortalRequest, list_id: UUID) -> HttpResponse:
    """What stands in this list, and what of it is not in force yet?"""
    found = list_by_id(list_id)
    return _list_page(request, found, ListForm(initial=_initial(found), is_new=False))


@client_page(roles=ADMINS)
@require_POST
def change(request: PortalRequest, list_id: UUID) -> HttpResponse:
    """Change title and entries for the next version."""
    found = list_by_id(list_id)
    form = ListForm(request.POST, initial=_initial(found), is_new=False)

    def act() -> None:
        change_list(found, title=form.cleaned_data["title"], entries=form.lines)

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        return _list_page(request, found, form, status)
    messages.success(request, "Saved. It is in force once it is published.")
    slug = request.visit.client.slug
    return redirect("portal:boundary-list", client=slug, list_id=list_id)


@client_page(roles=ADMINS)
@require_POST
def drop(request: PortalRequest, list_id: UUID) -> HttpResponse:
    """Leave a list out of the next version."""
    found, form = list_by_id(list_id), SureForm(request.POST)
    status = submit(form, lambda: drop_list(found))
    if status is not HTTPStatus.OK:
        shown = ListForm(initial=_initial(found), is_new=False)
        return _list_page(request, found, shown, status, problems_of(form))
    messages.success(request, f"The list {found.title} is not in the next version.")
    return redirect("portal:boundary-lists", client=request.visit.client.slug)


def _initial(one: NamedList) -> dict[str, str]:
    return {"name": one.name, "title": one.title, "entries": "\n".join(one.entries)}


def _lists_page(
    request: PortalRequest, form: ListForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {
        "section": "boundaries",
        "lists": drafted_lists(),
        "form": form,
        "may": may_write(request),
    }
    return render(request, "governance/boundaries_lists.html", context, status=status)


def _list_page(
    request: PortalRequest,
    found: NamedList,
    form: ListForm,
    status: HTTPStatus = HTTPStatus.OK,
    problems: list[str] | None = None,
) -> HttpResponse:
    context = {
        "section": "boundaries",
        "shown": found,
        "form": form,
        "change": _change(found),
        "may": may_write(request),
        "problems": problems or [],
    }
    return render(request, "governance/boundaries_list.html", context, status=status)


def _change(found: NamedList) -> ListChange | None:
    current = current_boundary()
    changes = differences(current.document if current else None, draft_document())
    return next((one for one in changes.lists if one.name == found.name), None)

"""The page of a client's file, for admins: download, plan, load."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from governance.clientfile.plans import Plan
from governance.portal.as_code.forms import FileForm, LoadForm
from governance.portal.as_code.packing import MOST_PACKED, packed
from governance.selectors.as_code import exported
from governance.services.as_code import load_client, plan_load
from tenants.models import Role
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit

_ADMINS = (Role.ADMIN,)
_HEADING = "All of {name} can be one file."


@require_safe
@client_page(roles=_ADMINS)
def overview(request: PortalRequest) -> HttpResponse:
    """What is the file of this client, and what would another one change?"""
    return _page(request, FileForm(), HTTPStatus.OK)


@require_safe
@client_page(roles=_ADMINS)
def download(request: PortalRequest) -> HttpResponse:
    """Hand out the client as a file."""
    name = f"{request.visit.client.slug}.yaml"
    return HttpResponse(
        exported(),
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
@client_page(roles=_ADMINS)
def plan(request: PortalRequest) -> HttpResponse:
    """Say what a file would change, without changing anything."""
    form = FileForm(request.POST, request.FILES)
    made: list[Plan] = []
    by = request.visit.membership
    status = submit(
        form, lambda: made.append(plan_load(form.cleaned_data["read"], by=by))
    )
    if status is not HTTPStatus.OK:
        return _page(request, form, status)
    carried = packed(form.cleaned_data["data"])
    if made[0].problems:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return _page(request, FileForm(), status, plan=made[0], carried=carried)


@require_POST
@client_page(roles=_ADMINS)
def load(request: PortalRequest) -> HttpResponse:
    """Do what the plan says that was shown."""
    form = LoadForm(request.POST)
    made: list[Plan] = []
    by = request.visit.membership

    def act() -> None:
        given = form.cleaned_data
        made.append(load_client(given["read"], by=by, shown=given["shown"]))

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        return _page(request, FileForm(), status, refused=form)
    messages.success(request, _told(made[0]))
    return redirect("portal:as-code", client=request.visit.client.slug)


def _page(
    request: PortalRequest,
    form: FileForm,
    status: HTTPStatus,
    *,
    refused: LoadForm | None = None,
    plan: Plan | None = None,
    carried: str = "",
) -> HttpResponse:
    heading = _HEADING.format(name=request.visit.client.name)
    context = {
        "section": "as-code",
        "heading": plan.heading if plan else heading,
        "file_form": form,
        "form": refused or form,
        "plan": plan,
        "packed": carried if len(carried) <= MOST_PACKED else "",
    }
    return render(request, "governance/as_code.html", context, status=status)


def _told(plan: Plan) -> str:
    count = len(plan.changes)
    if not count:
        return "Nothing was different, so nothing has changed."
    done = f"Loaded: {count} {'thing has' if count == 1 else 'things have'} changed."
    if plan.proposes:
        return f"{done} What is different in the rules is proposed, and not in force."
    return done

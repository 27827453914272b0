"""The pages of registers: all of them, one, and what it is called."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from governance.models import Register
from governance.portal.facts.forms import (
    NewRegisterForm,
    RegisterForm,
    UploadForm,
    as_lines,
)
from governance.portal.facts.pages import MAY_READ, MAY_WRITE, context_of, to_register
from governance.portal.facts.wording import (
    facts_sentence,
    register_sentence,
    values_of,
)
from governance.selectors.registers import (
    lately_removed,
    records_page,
    register_by_id,
    register_state,
    registers,
    users_of,
)
from governance.services.facts import change_register, create_register
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit

_LONGEST_SEARCH = 100
_MOST_DIGITS = 6


@require_safe
@client_page(roles=MAY_READ)
def facts(request: PortalRequest) -> HttpResponse:
    """What does the platform look up itself, and who keeps it?"""
    lines = registers()
    context = context_of(request, sentence=facts_sentence(lines), lines=lines)
    return render(request, "governance/facts.html", context)


@require_safe
@client_page(roles=MAY_WRITE)
def new(request: PortalRequest) -> HttpResponse:
    """Offer to create a register."""
    return _offer(request, NewRegisterForm())


@require_POST
@client_page(roles=MAY_WRITE)
def create(request: PortalRequest) -> HttpResponse:
    """Create a register."""
    form, made = NewRegisterForm(request.POST), list[Register]()

    def act() -> None:
        told = form.cleaned_data
        name, title, columns = told["name"], told["title"], told["columns"]
        made.append(create_register(name=name, title=title, columns=columns))

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        return _offer(request, form, status=status)
    messages.success(request, f"{made[0].title} is there. Now give it records.")
    return to_register(request, made[0].id)


@require_safe
@client_page(roles=MAY_READ)
def register(request: PortalRequest, register_id: UUID) -> HttpResponse:
    """What is on record here, and which actions look it up?"""
    return show_register(request, register_by_id(register_id), UploadForm())


@require_safe
@client_page(roles=MAY_WRITE)
def settings(request: PortalRequest, register_id: UUID) -> HttpResponse:
    """Offer to call a register something else, or to type its columns."""
    kept = register_by_id(register_id)
    initial = {
        "title": kept.title,
        "columns": as_lines(kept.columns),
        "revision": register_state(kept).revision,
    }
    return _settings(request, kept, RegisterForm(initial=initial))


@require_POST
@client_page(roles=MAY_WRITE)
def change(request: PortalRequest, register_id: UUID) -> HttpResponse:
    """Call a register something else, or type its columns."""
    kept, form = register_by_id(register_id), RegisterForm(request.POST)

    def act() -> None:
        told = form.cleaned_data
        change_register(
            kept,
            title=told["title"],
            columns=told["columns"],
            revision=told["revision"],
        )

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        return _settings(request, register_by_id(register_id), form, status=status)
    messages.success(request, f"{kept.title} is changed.")
    return to_register(request, kept.id)


def show_register(
    request: PortalRequest,
    kept: Register,
    form: UploadForm,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Show a register, also with a file that could not be read."""
    search = request.GET.get("q", "").strip()[:_LONGEST_SEARCH]
    page = records_page(kept, search=search, number=_number(request))
    context = context_of(
        request,
        register=kept,
        sentence=register_sentence(kept, page.count, search),
        state=register_state(kept),
        users=users_of(kept),
        page=page,
        rows=[(one, values_of(one.data)) for one in page.rows],
        search=search,
        removed=lately_removed(kept),
        columns=kept.columns,
        form=form,
    )
    return render(request, "governance/facts_register.html", context, status=status)


def _number(request: PortalRequest) -> int:
    text = request.GET.get("page", "")
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if is_number else 1


def _offer(
    request: PortalRequest,
    form: NewRegisterForm,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = context_of(request, form=form)
    return render(request, "governance/facts_new.html", context, status=status)


def _settings(
    request: PortalRequest,
    kept: Register,
    form: RegisterForm,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = context_of(request, register=kept, form=form)
    return render(request, "governance/facts_settings.html", context, status=status)

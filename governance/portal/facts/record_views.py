"""One record: what it says, what it said before, changing and removing it."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from governance.models import Register
from governance.portal.facts.forms import ConfirmForm
from governance.portal.facts.pages import MAY_READ, MAY_WRITE, context_of, to_register
from governance.portal.facts.record_forms import ChangeRecordForm, NewRecordForm
from governance.portal.facts.wording import history_of, values_of
from governance.selectors.registers import (
    columns_seen,
    record_by_id,
    register_by_id,
    versions_of,
)
from governance.services.facts import kinds_of, put_record, remove_record
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit


@require_safe
@client_page(roles=MAY_WRITE)
def new(request: PortalRequest, register_id: UUID) -> HttpResponse:
    """Offer to add a record."""
    register = register_by_id(register_id)
    return _offer(request, register, _new_form(register))


@require_POST
@client_page(roles=MAY_WRITE)
def add(request: PortalRequest, register_id: UUID) -> HttpResponse:
    """Add a record."""
    register = register_by_id(register_id)
    form = _new_form(register, request.POST)

    def act() -> None:
        told = form.cleaned_data
        put_record(register, told["key"], told["values"], new=True)

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        return _offer(request, register, form, status=status)
    messages.success(request, f"{form.cleaned_data['key']} is on record.")
    return to_register(request, register.id)


@require_safe
@client_page(roles=MAY_READ)
def record(request: PortalRequest, record_id: UUID) -> HttpResponse:
    """What does this record say, and what did it say before?"""
    return _show(request, record_id)


@require_POST
@client_page(roles=MAY_WRITE)
def change(request: PortalRequest, record_id: UUID) -> HttpResponse:
    """Have a record say something else."""
    kept = record_by_id(record_id)
    kinds = kinds_of(kept.register.columns)
    form = ChangeRecordForm(request.POST, kinds=kinds, kept=kept.data)

    def act() -> None:
        told = form.cleaned_data
        put_record(kept.register, kept.key, told["values"], seen=told["seen"])

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        return _show(request, record_id, form=form, status=status)
    messages.success(request, f"{kept.key} says so now.")
    slug = request.visit.client.slug
    return redirect("portal:record", client=slug, record_id=record_id)


@require_POST
@client_page(roles=MAY_WRITE)
def remove(request: PortalRequest, record_id: UUID) -> HttpResponse:
    """Take a record out of its register."""
    kept, form = record_by_id(record_id), ConfirmForm(request.POST)
    register, key = kept.register, kept.key
    status = submit(form, lambda: _removed(register, key))
    if status is not HTTPStatus.OK:
        return _show(request, record_id, form=form, status=status)
    messages.success(request, f"{key} is no more on record.")
    return to_register(request, register.id)


def _removed(register: Register, key: str) -> None:
    remove_record(register, key)


def _new_form(register: Register, sent: object = None) -> NewRecordForm:
    kinds = kinds_of(register.columns)
    return NewRecordForm(sent, kinds=kinds, columns=columns_seen(register))


def _offer(
    request: PortalRequest,
    register: Register,
    form: NewRecordForm,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = context_of(request, register=register, form=form)
    return render(request, "governance/facts_record_new.html", context, status=status)


def _show(
    request: PortalRequest,
    record_id: UUID,
    *,
    form: Form | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    versions = versions_of(record_id)
    last = versions[0]
    register = register_by_id(last.register_id)
    there = last.history_type != "-"
    kept = ChangeRecordForm(
        kinds=kinds_of(register.columns),
        kept=last.data,
        initial={"seen": last.history_id},
    )
    context = context_of(
        request,
        register=register,
        record=last,
        there=there,
        values=values_of(last.data),
        history=history_of(versions),
        form=form if isinstance(form, ChangeRecordForm) else kept,
        problems=form.non_field_errors() if form else [],
        confirm_form=ConfirmForm(),
    )
    return render(request, "governance/facts_record.html", context, status=status)

"""A file of records: read and checked, shown as what it would change, applied."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from governance.models import RegisterUpload
from governance.portal.facts.forms import ConfirmForm, UploadForm
from governance.portal.facts.pages import MAY_WRITE, context_of, to_register
from governance.portal.facts.register_views import show_register
from governance.portal.facts.wording import parts_of, preview_sentence
from governance.selectors.registers import difference, register_by_id, register_state
from governance.selectors.uploads import rows_in, upload_by_id
from governance.services.facts import apply_upload, upload_file
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit


@require_POST
@client_page(roles=MAY_WRITE)
def upload(request: PortalRequest, register_id: UUID) -> HttpResponse:
    """Read a file, and go to what it would change."""
    register = register_by_id(register_id)
    form, made = UploadForm(request.POST, request.FILES), list[RegisterUpload]()

    def act() -> None:
        made.append(
            upload_file(
                register,
                form.content(),
                removes=form.cleaned_data["removes"],
                by=request.visit.membership,
            )
        )

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        return show_register(request, register, form, status=status)
    slug = request.visit.client.slug
    return redirect("portal:upload", client=slug, upload_id=made[0].id)


@require_safe
@client_page(roles=MAY_WRITE)
def preview(request: PortalRequest, upload_id: UUID) -> HttpResponse:
    """What would this file change?"""
    found = upload_by_id(upload_id, by=request.visit.membership)
    return _show(request, found, ConfirmForm())


@require_POST
@client_page(roles=MAY_WRITE)
def apply(request: PortalRequest, upload_id: UUID) -> HttpResponse:
    """Change the register as the preview said."""
    found = upload_by_id(upload_id, by=request.visit.membership)
    form, register_id = ConfirmForm(request.POST), found.register_id
    status = submit(form, lambda: messages.success(request, _applied(found)))
    if status is not HTTPStatus.OK:
        return _show(request, found, form, status=status)
    return to_register(request, register_id)


def _applied(found: RegisterUpload) -> str:
    done = apply_upload(found)
    counts = f"{len(done.added)} added, {len(done.changed)} changed"
    return f"The file is applied: {counts}, {len(done.removed)} removed."


def _show(
    request: PortalRequest,
    found: RegisterUpload,
    form: ConfirmForm,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    register = found.register
    changes = difference(register, rows_in(found), removes=found.removes)
    context = context_of(
        request,
        register=register,
        upload=found,
        sentence=preview_sentence(changes),
        parts=parts_of(changes),
        nothing=changes.is_none,
        outdated=register_state(register).revision != found.revision,
        form=form,
    )
    return render(request, "governance/facts_upload.html", context, status=status)

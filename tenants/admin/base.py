"""The ground of every admin page: which scope is open, and what may be written.

Lists run across clients as the role ``remit_lead``, which can only read, and show
metadata. A page about one row belongs to that row's client: the look at it is
written on the client's own record first, then the page runs in the client's scope.
Nothing is written but by an act, which is a page of its own.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.contrib.admin import ShowFacets
from django.contrib.admin.utils import flatten, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import BinaryField, JSONField, Model, QuerySet, TextField
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from unfold.admin import ModelAdmin

from tenants.admin.acts import Act, Doing
from tenants.admin.reading import doer, reader, rendered
from tenants.admin.versions import compared, is_tracked, versions_of
from tenants.models import Client
from tenants.scoping import (
    Actor,
    LeadScope,
    NoClientScope,
    client_scope,
    current_scope,
    lead_scope,
)
from tenants.selectors import lead, person
from tenants.services.support import enter_client

_NOT_METADATA = (BinaryField, JSONField, TextField)


def _content_of(model: type[Model]) -> list[str]:
    fields = model._meta.concrete_fields  # noqa: SLF001 - Django's documented _meta
    return [field.name for field in fields if isinstance(field, _NOT_METADATA)]


class LeadAdmin(ModelAdmin):  # type: ignore[misc]
    """Lists, pages and histories that a governance lead reads.

    ``known_by`` names the field by which the ledger calls a row that was looked at:
    it goes into the hashed bytes, so never one that may be about a person.
    ``client_field`` holds the id of the client whose row it is. ``acts`` is what
    can be done to a row.
    """

    known_by = "pk"
    client_field = "client_id"
    acts: Sequence[Act] = ()

    actions = None
    list_filter_sheet = False
    list_per_page = 50
    show_facets = ShowFacets.NEVER
    show_full_result_count = False
    change_form_outer_before_template: str | None = "admin/looked.html"

    # What a list may be asked.

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Allow the list's own filters: any field would also be one to guess at."""
        asked = (one.parameter_name for one in self.get_list_filter(request))
        return lookup in asked

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows of the open scope; across clients without their content.

        Raises:
            PermissionDenied: no page of this class has opened a scope.
        """
        try:
            scope = current_scope()
        except NoClientScope:
            raise PermissionDenied from None
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.defer(*self._content()) if isinstance(scope, LeadScope) else rows

    def _content(self) -> list[str]:
        own = [
            name for name in _content_of(self.model) if name not in self.list_display
        ]
        has_client = any(one.name == "client" for one in self.opts.concrete_fields)
        of_client = _content_of(Client) if has_client else []
        return [*own, *(f"client__{name}" for name in of_client)]

    # Nothing is written here.

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Return all fields, so that none is ever a widget."""
        return flatten(self.get_fields(request, obj))

    # The pages.

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        """Show the rows of all clients."""
        actor = reader(request)
        shown = {"title": capfirst(self.opts.verbose_name_plural)}
        with lead_scope(actor=actor):
            return rendered(
                super().changelist_view(request, shown | (extra_context or {}))
            )

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponseBase:
        """Show one row."""
        actor = reader(request)
        if object_id is None:
            raise PermissionDenied
        key = self._key(object_id)
        shown: dict[str, Any] = {"show_history": is_tracked(self.model)}
        with self.opened(actor, key, page="{}"):
            shown["acts"] = self._open_acts(request, key)
            return rendered(
                super().changeform_view(
                    request, object_id, form_url, shown | (extra_context or {})
                )
            )

    def delete_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponseBase:
        """Refuse."""
        raise PermissionDenied

    def history_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponseBase:
        """Show the versions of one row with what each changed."""
        actor = reader(request)
        if not is_tracked(self.model):
            raise Http404
        key = self._key(object_id)
        with self.opened(actor, key, page="the history of {}"):
            row = self.get_queryset(request).filter(pk=key).first()
            versions = versions_of(self.model, key)
            context = {
                **self.admin_site.each_context(request),
                "title": f"History of {self.opts.verbose_name} {row}",
                "opts": self.opts,
                "object": row,
                "row_url": self._row_url("change", key),
                "versions": versions,
                "compared": compared(self.model, key, versions, request.GET),
            }
            return rendered(TemplateResponse(request, "admin/versions.html", context))

    def act_view(
        self, request: HttpRequest, object_id: str, act: Act
    ) -> HttpResponseBase:
        """Do something to one row, with a reason."""
        user, key = doer(request), self._key(object_id)
        client_id = self.entered(person(user), key, page=f"{{}}, {act.purpose}")
        # Into the versions that are written; the form says whether it is one.
        why = request.POST.get("reason", "").strip()
        with client_scope(client_id, actor=lead(user), reason=why):
            doing = Doing(
                act=act,
                row=self.get_queryset(request).get(pk=key),
                lead=user,
                row_url=self._row_url("change", key),
                client=Client.objects.get().name,
            )
            return doing.answer(request, self.admin_site)

    @contextmanager
    def opened(self, actor: Actor, key: UUID, *, page: str) -> Iterator[None]:
        """Open the scope in which a page about this row may be shown.

        Raises:
            Http404: there is no such row.
        """
        with client_scope(self.entered(actor, key, page=page), actor=actor):
            yield

    def entered(self, actor: Actor, key: UUID, *, page: str) -> UUID:
        """Write a look at a row on its client's record and return the client's id.

        A transaction of its own: it stays there, whatever becomes of the page.

        Raises:
            Http404: there is no such row.
            NotLetIn: the lead has not said why; the site asks for it.
        """
        with lead_scope(actor=actor):
            rows = self.model.objects.filter(pk=key)
            found = rows.values_list(self.client_field, self.known_by).first()
        if found is None:
            raise Http404
        client_id, label = found
        looked_at = page.format(f"{self.opts.verbose_name} {label}")
        enter_client(client_id=client_id, lead=actor, page=looked_at)
        return UUID(str(client_id))

    def get_urls(self) -> list[URLPattern]:
        """Return the paths of the pages, of acts first: others take any path."""
        own = [
            path(
                f"<path:object_id>/{act.name}/",
                self.admin_site.admin_view(self.act_view),
                {"act": act},
                name=self._page_name(act.name),
            )
            for act in self.acts
        ]
        return [*own, *super().get_urls()]

    def _open_acts(self, request: HttpRequest, key: UUID) -> list[tuple[Act, str]]:
        row = self.get_queryset(request).filter(pk=key).first() if self.acts else None
        return [
            (act, self._row_url(act.name, key))
            for act in self.acts
            if row is not None and act.is_open(row)
        ]

    def _page_name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def _row_url(self, page: str, key: UUID) -> str:
        return reverse(f"admin:{self._page_name(page)}", args=[key])

    def _key(self, object_id: str) -> UUID:
        try:
            key: UUID = self.opts.pk.to_python(unquote(object_id))
        except ValidationError:
            raise Http404 from None
        return key

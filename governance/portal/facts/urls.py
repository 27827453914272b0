"""The paths of these pages, below /c/<client>/."""

from django.urls import path

from governance.portal.facts import (
    feed_views,
    record_views,
    register_views,
    upload_views,
)

_REGISTER = "facts/<uuid:register_id>/"
_RECORD = "facts/records/<uuid:record_id>/"
_UPLOAD = "facts/uploads/<uuid:upload_id>/"

urlpatterns = [
    path("facts/", register_views.facts, name="facts"),
    path("facts/new/", register_views.new, name="register-new"),
    path("facts/create/", register_views.create, name="register-create"),
    path(_REGISTER, register_views.register, name="register"),
    path(f"{_REGISTER}settings/", register_views.settings, name="register-settings"),
    path(f"{_REGISTER}change/", register_views.change, name="register-change"),
    path(f"{_REGISTER}upload/", upload_views.upload, name="register-upload"),
    path(f"{_REGISTER}new/", record_views.new, name="record-new"),
    path(f"{_REGISTER}add/", record_views.add, name="record-add"),
    path(f"{_REGISTER}keys/", feed_views.keys, name="feed-keys"),
    path(f"{_REGISTER}keys/issue/", feed_views.issue, name="feed-key-issue"),
    path("facts/keys/<uuid:feed_id>/revoke/", feed_views.revoke, name="feed-revoke"),
    path(_RECORD, record_views.record, name="record"),
    path(f"{_RECORD}change/", record_views.change, name="record-change"),
    path(f"{_RECORD}remove/", record_views.remove, name="record-remove"),
    path(_UPLOAD, upload_views.preview, name="upload"),
    path(f"{_UPLOAD}apply/", upload_views.apply, name="upload-apply"),
]

"""The forms of a client's file: uploading or pasting one, and loading what was read."""

from typing import Any

from django import forms

from governance.clientfile.file import ClientFile, read_client_file
from governance.clientfile.problems import UnreadableFileError
from governance.clientfile.yaml_reading import MOST_BYTES
from governance.portal.as_code.packing import UnpackingError, unpacked

_LOST = "The file got lost on the way: upload it again."


class FileForm(forms.Form):
    """A client's file, uploaded or pasted."""

    file = forms.FileField(
        label="File", required=False, help_text=f"YAML, at most {MOST_BYTES:,} bytes."
    )
    text = forms.CharField(
        label="Or paste it",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """Read what was given, and say at the file on which lines it is wrong."""
        given = super().clean() or {}
        upload = given.get("file")
        if upload is None and not given.get("text"):
            raise forms.ValidationError("Choose a file, or paste one.")
        # One more byte than it may have is enough to be refused.
        data = upload.read(MOST_BYTES + 1) if upload else given["text"].encode()
        return {**given, "data": data, "read": _read(data)}


class LoadForm(forms.Form):
    """A file whose plan has been read."""

    packed = forms.CharField(strip=False)
    shown = forms.CharField(max_length=64)

    def clean(self) -> dict[str, Any]:
        """Read the file once more: whatever comes from a browser may be another one."""
        given = super().clean() or {}
        if "packed" not in given:
            return given
        try:
            data = unpacked(given["packed"])
        except UnpackingError as error:
            raise forms.ValidationError(_LOST) from error
        return {**given, "data": data, "read": _read(data)}


def _read(data: bytes) -> ClientFile:
    try:
        return read_client_file(data)
    except UnreadableFileError as error:
        raise forms.ValidationError([str(one) for one in error.problems]) from error

"""The admin's look for forms that portal and admin share."""

from django import forms
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)


def dress(form: forms.Form) -> None:
    """Give the fields of a form the admin's widgets; their attributes stay."""
    for field in form.fields.values():
        attrs = dict(field.widget.attrs)
        match field.widget:
            case forms.Textarea():
                field.widget = UnfoldAdminTextareaWidget(attrs=attrs)
            case forms.CheckboxInput():
                field.widget = UnfoldBooleanWidget(attrs=attrs)
            case forms.Select(choices=choices):
                field.widget = UnfoldAdminSelectWidget(attrs=attrs, choices=choices)
            case forms.TextInput() | forms.NumberInput():
                field.widget = UnfoldAdminTextInputWidget(attrs=attrs)
            case _:
                pass

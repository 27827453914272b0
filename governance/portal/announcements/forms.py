"""The form of what a connection is told of."""

from django import forms

from governance.news import News


class NewsForm(forms.Form):
    """What is chosen; nothing chosen is a choice, too."""

    news = forms.MultipleChoiceField(
        label="It is told when",
        choices=[(one.value, one.wording) for one in News],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    @property
    def chosen(self) -> list[News]:
        """Return what was chosen."""
        return [News(one) for one in self.cleaned_data["news"]]

"""The paths of these pages, below /c/<client>/."""

from django.urls import path

from governance.portal.inbox import answers, quality_views, raise_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/news", views.news, name="inbox-news"),
    path("inbox/deciding/", quality_views.quality, name="deciding"),
    path("inbox/<uuid:checkpoint_id>/", views.checkpoint, name="checkpoint"),
    path("inbox/<uuid:checkpoint_id>/answer", answers.answer, name="answer"),
    path("inbox/<uuid:checkpoint_id>/rule/", raise_views.raising, name="raise"),
    path(
        "inbox/<uuid:checkpoint_id>/rule/draft/", raise_views.draft, name="raise-draft"
    ),
]

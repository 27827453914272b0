"""The paths outside of any client: signing in, accounts, invitations, mails."""

from django.urls import path

from tenants.portal import (
    account,
    joining,
    mailbox,
    passwords,
    second_factor,
    sessions,
    views,
)

urlpatterns = [
    path("", views.start, name="start"),
    path("sign-in/", views.SignInView.as_view(), name="account_login"),
    path("sign-in/code/", views.CodeView.as_view(), name="mfa_authenticate"),
    path("sign-out/", views.SignOutView.as_view(), name="sign-out"),
    path("account/", account.account, name="account"),
    path("account/name/", account.rename, name="account-name"),
    path("account/password/", account.change_password, name="account-password"),
    path("account/second-factor/", second_factor.second_factor, name="second-factor"),
    path("account/second-factor/start/", second_factor.start, name="factor-start"),
    path("account/second-factor/codes/", second_factor.renew, name="factor-codes"),
    path("account/second-factor/stop/", second_factor.stop, name="factor-stop"),
    path("account/sessions/<int:session_id>/end/", sessions.end, name="session-end"),
    path("password/", passwords.ask, name="password-ask"),
    path("password/asked/", passwords.asked, name="password-asked"),
    path("password/chosen/", passwords.chosen, name="password-chosen"),
    path(
        "password/<str:uidb64>/<str:token>/",
        passwords.ChooseView.as_view(),
        name="password-link",
    ),
    path("invitation/", joining.invitation, name="invitation"),
    path("invitation/<str:token>/", joining.open_link, name="invitation-link"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/<uuid:mail_id>/", mailbox.mail, name="mail"),
]

"""The pages of allauth that Lali has, to be included at `account/` without a namespace.

Left out on purpose: sign-up, e-mail addresses and their confirmation, password reset by mail (an administrator makes a
one-time link instead), setting a first password, sign-in by code.
"""

from allauth.account import views
from django.urls import include, path

urlpatterns = [
    path("sign-in/", views.login, name="account_login"),
    path("sign-out/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("confirm/", views.reauthenticate, name="account_reauthenticate"),
    path("password/", views.password_change, name="account_change_password"),
    path("second-factor/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
]

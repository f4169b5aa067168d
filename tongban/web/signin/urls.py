"""Addresses of signing in."""

from __future__ import annotations

from django.urls import path

from tongban.web.signin import codes, enrolling, factor, forgotten, passkeys, views

urlpatterns = [
    path("", views.signin, name="signin"),
    path("code/", codes.send, name="signin-code"),
    path("sms/", codes.by_sms, name="signin-sms"),
    path("who/", codes.who, name="signin-who"),
    path("passkey/", passkeys.by_passkey, name="signin-passkey"),
    path("factor/", factor.factor, name="signin-factor"),
    path("invitation/", enrolling.invitation, name="signin-invitation"),
    path("invitation/enrol/", enrolling.enrol, name="signin-enrol"),
    path("forgotten/", forgotten.forgotten, name="forgotten"),
    path("forgotten/code/", forgotten.prove, name="forgotten-code"),
    path("forgotten/password/", forgotten.password, name="forgotten-password"),
    path("left/", views.left, name="session-left"),
]

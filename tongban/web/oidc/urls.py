"""Addresses of the provider: the names are its own affair, discovery tells them."""

from __future__ import annotations

from django.urls import path

from tongban.web.oidc import leaving, views

app_name = "oidc"
urlpatterns = [
    path(".well-known/openid-configuration", views.discovery, name="discovery"),
    path("oidc/jwks/", views.jwks, name="jwks"),
    path("oidc/authorize/", views.authorize, name="authorize"),
    path("oidc/agree/", views.agree, name="agree"),
    path("oidc/anew/", views.anew, name="anew"),
    path("oidc/token/", views.token, name="token"),
    path("oidc/userinfo/", views.userinfo, name="userinfo"),
    path("oidc/logout/", leaving.end_session, name="logout"),
]

"""The request as views receive it."""

from __future__ import annotations

from django.http import HttpRequest

from tongban.kernel.actors import Actor


class Request(HttpRequest):
    """A request after the middleware: ``actor`` is who acts, a visitor when nobody signed in."""

    actor: Actor

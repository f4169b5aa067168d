"""What was just done, told once on the next page."""

from __future__ import annotations

from django.http import HttpRequest

KEY = "flash"


def say(request: HttpRequest, sentence: str) -> None:
    """Keep a sentence for the next page of this session."""
    request.session[KEY] = [*request.session.get(KEY, []), sentence]


def take(request: HttpRequest) -> list[str]:
    """Return the sentences kept, once."""
    session = getattr(request, "session", None)
    return list(session.pop(KEY, [])) if session is not None else []

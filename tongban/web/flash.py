"""What was just done, told once on the next page."""

from __future__ import annotations

from django.http import HttpRequest

KEY = "flash"


def say(request: HttpRequest, sentence: str, *, url: str = "", words: str = "") -> None:
    """Keep a sentence for the next page of this session; ``url``: where to go on, called by ``words``."""
    told = {"sentence": sentence, "url": url, "words": words}
    request.session[KEY] = [*request.session.get(KEY, []), told]


def take(request: HttpRequest) -> list[dict[str, str]]:
    """Return the sentences kept, once, each with where to go on, if anywhere."""
    session = getattr(request, "session", None)
    kept = session.pop(KEY, []) if session is not None else []
    return [one if isinstance(one, dict) else {"sentence": str(one)} for one in kept]

"""Who may open a page at all. What they may do there is asked of the domain."""

from __future__ import annotations

from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from tongban.kernel.actors import ActorKind
from tongban.kernel.errors import NotAllowed
from tongban.web.request import Request


def signed_in(view: Any) -> Any:  # noqa: ANN401 - a view of any signature
    """Ask a visitor to sign in and bring them back."""
    return _guard(view, frozenset({ActorKind.PERSON, ActorKind.STAFF}))


def staff_only(view: Any) -> Any:  # noqa: ANN401 - a view of any signature
    """Let staff in; ask a visitor to sign in; refuse a citizen."""
    return _guard(view, frozenset({ActorKind.STAFF}))


def _guard(view: Any, kinds: frozenset[ActorKind]) -> Any:  # noqa: ANN401 - a view of any signature
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        kind = cast("Request", request).actor.kind
        if kind == ActorKind.VISITOR:
            return redirect_to_login(request.get_full_path())
        if kind not in kinds:
            raise NotAllowed
        return cast("HttpResponse", view(request, *args, **kwargs))

    return guarded

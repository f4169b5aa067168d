"""The session of a browser, with who is signed in: asked at every request, in one statement."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from tongban.identity.models import Session, StaffPost, Substitution
from tongban.statements import api as statements


def browser_session(name: str, *, at: datetime) -> Session | None:
    """Return the session of this name that is not over, with its account and whether that may act as staff at all."""
    found = _SESSION.first(name, at)
    if found is not None and found.user is not None:
        found.user.employed = bool(getattr(found, "employed", True))
    return found


def _asked(name: str, at: datetime) -> QuerySet[Session]:
    held = StaffPost.objects.filter(user=OuterRef("user"))
    instead = Substitution.objects.filter(substitute=OuterRef("user"))
    found = Session.objects.filter(name=name, expire_at__gt=at).select_related("user__account")
    return found.annotate(employed=Exists(held) | Exists(instead))


_SESSION = statements.Asked(_asked, str, datetime)

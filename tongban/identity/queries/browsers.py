"""The session of a browser, with who is signed in: asked at every request, in one statement."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet

from tongban.identity.models import Session, StaffPost, Substitution
from tongban.statements import api as statements


def browser_session(name: str, *, at: datetime) -> Session | None:
    """Return the session of this name that is not over, with its account, whether that may be staff, and as whom."""
    found = _SESSION.first(name, at)
    if found is not None and found.user is not None:
        found.user.employed, found.user.behind = bool(vars(found)["employed"]), vars(found)["behind"]
    return found


def _asked(name: str, at: datetime) -> QuerySet[Session]:
    held = StaffPost.objects.filter(user=OuterRef("user"))
    instead = Substitution.objects.filter(substitute=OuterRef("user"))
    found = Session.objects.filter(name=name, expire_at__gt=at).select_related("user__account")
    return found.annotate(employed=Exists(held) | Exists(instead), behind=F("user__staff__person"))


_SESSION = statements.Asked(_asked, str, datetime)

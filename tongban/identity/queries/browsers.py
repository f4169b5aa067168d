"""The session of a browser, with who is signed in: asked at every request, in one statement."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import Exists, F, OuterRef, QuerySet, TextField, UUIDField
from django.db.models.expressions import RawSQL

from tongban.identity.models import Session, StaffPost, Substitution
from tongban.identity.queries.recusing import WHEN, WHO
from tongban.identity.queries.staff import USER, written_standing
from tongban.kernel.reach import REMEMBERED
from tongban.statements import api as statements


def browser_session(name: str, *, at: datetime) -> Session | None:
    """Return the session of this name that is not over, with its account, whether that may be staff, and as whom.

    Of whoever was staff when last asked, with what they may do now: a guess, which costs a statement where it is wrong.
    """
    found = (_WITH_STANDING if name in _of_staff else _SESSION).first(name, at)
    if found is None or found.user is None:
        return found
    own = vars(found)
    found.user.employed, found.user.behind = bool(own["employed"]), own["behind"]
    if "posts" in own:
        found.user.standing = own["posts"], own["parties"]
    elif found.user.employed:
        if len(_of_staff) >= REMEMBERED:
            _of_staff.clear()
        _of_staff.add(name)
    return found


def _asked(name: str, at: datetime) -> QuerySet[Session]:
    held = StaffPost.objects.filter(user=OuterRef("user"))
    instead = Substitution.objects.filter(substitute=OuterRef("user"))
    found = Session.objects.filter(name=name, expire_at__gt=at).select_related("user__account")
    return found.annotate(employed=Exists(held) | Exists(instead), behind=F("user__staff__person"))


def _asked_with_standing(name: str, at: datetime) -> QuerySet[Session]:
    posts, parties = (_of_the_session(*said, at) for said in written_standing())
    kept = ArrayField(UUIDField())
    return _asked(name, at).annotate(
        posts=RawSQL(*posts, output_field=TextField()),  # noqa: S611 - Django's own text
        parties=RawSQL(*parties, output_field=kept),  # noqa: S611 - the same
    )


def _of_the_session(sql: str, values: tuple[Any, ...], at: datetime) -> tuple[str, list[Any]]:
    """Put the columns of the session's account where a statement names user and person."""
    columns = {USER: '"identity_session"."user_id"', WHO: '"identity_staff"."person_id"'}
    pieces = sql.split("%s")
    text, left = pieces[0], []
    for value, piece in zip(values, pieces[1:], strict=True):
        column = columns.get(value) if isinstance(value, UUID) else None
        text += (column or "%s") + piece
        if column is None:
            left.append(at if value == WHEN else value)
    return text, left


_SESSION = statements.Asked(_asked, str, datetime)
_WITH_STANDING = statements.Asked(_asked_with_standing, str, datetime)
_of_staff: set[str] = set()  # the names of sessions, which are digests

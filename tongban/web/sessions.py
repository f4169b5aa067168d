"""Sessions of browsers in the database: one row each, found by the digest of the name in the cookie."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction
from django.utils import timezone

from tongban.identity import api as identity

SIGNED_IN = "signed_in"
RENEWED_EVERY = timedelta(minutes=1)


class SessionStore(SessionBase):
    """What Django asks of a session engine. The check of a session is one look-up by its primary key.

    The moment of the last use is written at most once a minute (``touch``), so a session ends between its idle time
    and a minute more after the last request, never earlier than was said.
    """

    def __init__(self, session_key: str | None = None) -> None:
        """Take the name in the cookie; nothing is read before it is needed."""
        super().__init__(session_key)
        self.row: identity.Session | None = None
        self.staff = False

    @property
    def name(self) -> str:
        """Return the digest under which the row is found: as random as the key, it needs no salt and no secret."""
        return name_of(self.session_key) if self.session_key else ""

    def load(self) -> dict[str, Any]:
        """Return what is kept, nothing for a session that is over, was ended or never was."""
        found = identity.browser_session(self.name, at=timezone.now())
        if found is None:
            self._session_key = None
            return {}
        self.row, content = found, self.decode(found.data)
        self.staff = _is_staff(content)
        return content

    def exists(self, session_key: str) -> bool:
        """Tell whether a name is taken."""
        return identity.Session.objects.filter(name=name_of(session_key)).exists()

    def create(self) -> None:
        """Begin a session under a name that nobody has."""
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]  # the stubs know it not
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Write the content down. The row is our own: no signature has to say that nobody changed it."""
        return json.dumps(session_dict, ensure_ascii=False)

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Read what was written down; what a version before this one signed is read as it was."""
        plain = isinstance(session_data, str) and session_data.startswith("{")
        kept: dict[str, Any] = json.loads(session_data) if plain else super().decode(session_data)
        return kept

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 -- Django's own form
        """Keep the content; UpdateError when the session was ended meanwhile, so that nothing brings it back."""
        if self.session_key is None:
            self.create()
            return
        content = self._get_session(no_load=must_create)  # type: ignore[attr-defined]  # the same
        at, self.staff = timezone.now(), _is_staff(content)
        row = _row(self.name, content, self.encode(content), begun_at=self._begun_at(content, at), at=at)
        if must_create:
            self._insert(row)
            return
        kept = {field: getattr(row, field) for field in COLUMNS}
        if not identity.Session.objects.filter(name=self.name).update(**kept):
            raise UpdateError
        self.row = row

    def touch(self, at: datetime) -> None:
        """Let the idle time begin anew, if it began more than a minute ago and somebody is signed in."""
        row = self.row
        if row is None or row.user_id is None or at - row.seen_at < RENEWED_EVERY or self.session_key is None:
            return
        row.seen_at, row.expire_at = at, _until(row.begun_at, at, staff=self.staff)
        identity.keep_alive(row=row)

    def seconds_left(self, at: datetime) -> int:
        """Return how long the session lasts if nothing more is asked for after this moment; 0 for a visitor's."""
        if self.row is None or self.row.user_id is None:
            return 0
        limits = identity.session_limits(staff=self.staff)
        return int(min(limits.idle, self.row.begun_at + limits.most - at).total_seconds())

    def delete(self, session_key: str | None = None) -> None:
        """End a session, this one unless another is named."""
        name = name_of(session_key) if session_key else self.name
        identity.Session.objects.filter(name=name).delete()

    @classmethod
    def clear_expired(cls) -> None:
        """Remove the sessions that are over."""
        identity.forget_sessions(at=timezone.now())

    def _insert(self, row: identity.Session) -> None:
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as taken:
            raise CreateError from taken
        self.row = row

    def _begun_at(self, content: dict[str, Any], at: datetime) -> datetime:
        """Return when the person signed in; a visitor's session begins with its first content."""
        signed_in = content.get(SIGNED_IN)
        if signed_in:
            return datetime.fromisoformat(signed_in["at"])
        return self.row.begun_at if self.row else at


COLUMNS = ("user_id", "data", "means", "provider", "device", "address", "begun_at", "seen_at", "expire_at")


def name_of(session_key: str) -> str:
    """Return the name under which a session is kept."""
    return hashlib.sha256(session_key.encode()).hexdigest()


def describe(session: SessionBase, admission: identity.Admission, *, device: str, address: str, at: datetime) -> None:
    """Keep with a session how, when and where from somebody signed in, and so how long it lasts."""
    session[SIGNED_IN] = {
        "means": admission.means.value,
        "provider": admission.provider,
        "staff": admission.staff,
        "device": device,
        "address": address,
        "at": at.isoformat(),
    }


def _row(name: str, content: dict[str, Any], data: str, *, begun_at: datetime, at: datetime) -> identity.Session:
    described = content.get(SIGNED_IN, {})
    return identity.Session(
        name=name,
        user_id=content.get(SESSION_KEY),
        data=data,
        means=described.get("means", ""),
        provider=described.get("provider", ""),
        device=described.get("device", ""),
        address=described.get("address", ""),
        begun_at=begun_at,
        seen_at=at,
        expire_at=_until(begun_at, at, staff=_is_staff(content)),
    )


def _is_staff(content: dict[str, Any]) -> bool:
    return bool(content.get(SIGNED_IN, {}).get("staff"))


def _until(begun_at: datetime, at: datetime, *, staff: bool) -> datetime:
    limits = identity.session_limits(staff=staff)
    return min(at + limits.idle + RENEWED_EVERY, begun_at + limits.most)

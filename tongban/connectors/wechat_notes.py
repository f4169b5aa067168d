"""微信公众号模板消息, as published: a token of the application, then a message in fields to an openid.

The openid is the one of signing in. That website and 公众号 know somebody by the same one holds in the sample city
and is 待核定 elsewhere: where they differ, a city signs people in by 公众号网页授权. ``FIELDS`` are those of the
message that the city registers there, and are 待核定 with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings

from tongban.connectors import asking
from tongban.connectors.partner import Partner, word
from tongban.crypto import api as crypto
from tongban.identity.api import ProviderUnavailable
from tongban.messages.api import Letter, NotCarried

# Its answers: the token is over; who does not exist, does not follow, or does not want messages.
OVER: Final = frozenset({40001, 40014, 42001})
FOR_GOOD: Final = frozenset({40003, 43004, 43101, 43019})
FIELDS: Final = {"thing1": "item", "character_string2": "number", "thing3": "title"}
LONGEST: Final = {"thing1": 20, "character_string2": 32, "thing3": 20}
EARLY: Final = timedelta(minutes=5)


@dataclass(slots=True)
class WeChatNotes:
    """The adapter. One token serves until shortly before it is over, in this process."""

    partner: Partner
    _token: str = field(default="", repr=False)
    _until: datetime | None = None

    def available(self) -> bool:
        """Tell that it is configured; whether it answers is seen when it is asked."""
        return True

    def carry(self, letter: Letter, *, key: UUID, at: datetime) -> None:
        """Hand a message over; with a token that was over before its time, once more."""
        try:
            code = self._send(letter, key, at)
            if code in OVER:
                self._until = None
                code = self._send(letter, key, at)
        except ProviderUnavailable:
            raise NotCarried("WECHAT:AWAY") from None
        if code:
            raise NotCarried(f"WECHAT:{code}", for_good=code in FOR_GOOD)

    def _send(self, letter: Letter, key: UUID, at: datetime) -> int:
        told = {"title": letter.title, **letter.about}
        data = {name: {"value": told.get(of, "")[: LONGEST[name]]} for name, of in FIELDS.items()}
        said: dict[str, Any] = {
            "touser": letter.address,
            "template_id": self.partner.template,
            "client_msg_id": key.hex,
            "data": data,
        }
        if settings.PORTAL_ADDRESS:
            said["url"] = f"{settings.PORTAL_ADDRESS}/my/messages/"
        token = urlencode({"access_token": self._access(at)})
        return _code(asking.post_json(f"{self.partner.address}/cgi-bin/message/template/send?{token}", said).data())

    def _access(self, at: datetime) -> str:
        if self._until is None or at >= self._until:
            said = {
                "grant_type": "client_credential",
                "appid": self.partner.app,
                "secret": crypto.partner_secret(self.partner.secret),
            }
            told = asking.get(f"{self.partner.address}/cgi-bin/token", said).data()
            self._token = word(told, "access_token")
            lasts = told.get("expires_in")
            self._until = at + timedelta(seconds=lasts if isinstance(lasts, int) else 0) - EARLY
        return self._token


def _code(told: dict[str, Any]) -> int:
    code = told.get("errcode")
    if not isinstance(code, int):
        raise ProviderUnavailable
    return code

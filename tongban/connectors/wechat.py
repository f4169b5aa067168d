"""微信开放平台, login of websites, as published: a QR code, a code, openid and unionid. It tells nobody's name.

The openid is by what 公众号 messages are brought (``wechat_notes``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from tongban.connectors import asking
from tongban.connectors.partner import Partner, subject
from tongban.crypto import api as crypto
from tongban.identity.api import Attempt, Proven, ProviderDeclined


@dataclass(frozen=True, slots=True)
class WeChat:
    """The adapter. The protocol has neither nonce nor proof of possession: the state alone binds it to the browser."""

    partner: Partner
    names: bool = False

    @property
    def code(self) -> str:
        """Return its code."""
        return self.partner.code

    @property
    def name(self) -> str:
        """Return what people call it."""
        return self.partner.name

    def authorize_url(self, attempt: Attempt) -> str:
        """Return the page with the code to scan."""
        said = {
            "appid": self.partner.app,
            "redirect_uri": attempt.back,
            "response_type": "code",
            "scope": "snsapi_login",
            "state": attempt.state,
        }
        return f"{self.partner.pages}/connect/qrconnect?{urlencode(said)}#wechat_redirect"

    def redeem(self, params: Mapping[str, str], attempt: Attempt, *, at: datetime) -> Proven:
        """Exchange the code. An error comes with status 200 and an ``errcode``; the unionid is one for a whole city."""
        del attempt, at
        if not params.get("code"):
            raise ProviderDeclined
        said = {
            "appid": self.partner.app,
            "secret": crypto.partner_secret(self.partner.secret),
            "code": params["code"],
            "grant_type": "authorization_code",
        }
        data = asking.get(f"{self.partner.address}/sns/oauth2/access_token", said).data()
        if data.get("errcode"):
            raise ProviderDeclined
        known = subject(data, "unionid" if data.get("unionid") else "openid")
        return Proven(self.code, known, reached=subject(data, "openid"))

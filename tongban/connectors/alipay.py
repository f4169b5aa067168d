"""支付宝开放平台, as published: an auth_code, and a gateway on which both sides sign with RSA and SHA-256 (RSA2)."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from tongban.connectors import asking
from tongban.connectors.partner import Partner, subject, word
from tongban.crypto import api as crypto
from tongban.identity.api import Attempt, Proven, ProviderDeclined, ProviderUnavailable
from tongban.kernel.days import SHANGHAI

SUCCESS = "10000"


@dataclass(frozen=True, slots=True)
class Alipay:
    """The adapter. ``partner.secret`` is our private key, ``partner.public`` the service's public one."""

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
        """Return the page on which the person agrees."""
        said = {
            "app_id": self.partner.app,
            "scope": "auth_user",
            "redirect_uri": attempt.back,
            "state": attempt.state,
        }
        return f"{self.partner.pages}/oauth2/publicAppAuthorize.htm?{urlencode(said)}"

    def redeem(self, params: Mapping[str, str], attempt: Attempt, *, at: datetime) -> Proven:
        """Exchange the code for a token, and ask who it is; both have to name the same."""
        del attempt
        if not params.get("auth_code") or params.get("app_id") != self.partner.app:
            raise ProviderDeclined
        grant = {"grant_type": "authorization_code", "code": params["auth_code"]}
        token = self._ask("alipay.system.oauth.token", grant, at)
        if not token.get("access_token"):
            raise ProviderDeclined
        shared = self._ask("alipay.user.info.share", {"auth_token": word(token, "access_token")}, at)
        if shared.get("code") != SUCCESS:
            raise ProviderDeclined
        if (found := subject(shared, "user_id")) != subject(token, "user_id"):
            raise ProviderUnavailable
        return Proven(self.code, found)

    def _ask(self, method: str, more: Mapping[str, str], at: datetime) -> dict[str, Any]:
        """Ask the gateway: signed over the sorted parameters; the answer over the text of its own part."""
        said = {
            "app_id": self.partner.app,
            "method": method,
            "format": "JSON",
            "charset": "utf-8",
            "sign_type": "RSA2",
            "timestamp": f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}",
            "version": "1.0",
            **more,
        }
        content = "&".join(f"{name}={said[name]}" for name in sorted(said))
        sign = b64encode(crypto.partner_sign(self.partner.secret, content.encode())).decode()
        answer = asking.post(f"{self.partner.address}/gateway.do", said | {"sign": sign})
        name = method.replace(".", "_") + "_response"
        data = answer.data()
        return self._checked(answer.body, word(data, "sign"), name if name in data else "error_response")

    def _checked(self, body: bytes, sign: str, name: str) -> dict[str, Any]:
        """Return a part of the answer whose signature fits.

        It is made over the text as it was sent: the text is cut out, and only what was cut out is read.
        """
        text, head = body.decode("utf-8", errors="replace"), f'"{name}":'
        start = text.find(head) + len(head)
        try:
            found, end = json.JSONDecoder().raw_decode(text[start:])
            signature = b64decode(sign, validate=True)
        except ValueError:
            raise ProviderUnavailable from None
        signed, public = text[start : start + end].encode(), self.partner.public
        if public is None or not isinstance(found, dict) or not crypto.partner_signed(public, signed, signature):
            raise ProviderUnavailable
        return found

"""国家政务服务平台, 江苏政务服务网 and 灵锡: whoever comes from there is proven by name and number.

The documents of these services go to the cities that join them and are not public. The shape here (OAuth 2 with a code,
a ticket that is exchanged twice, HMAC-SM3 over sorted parameters) is from memory and is verified before real use.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from tongban.connectors.partner import Partner, ask_signed, part, subject, word
from tongban.identity.api import Attempt, Proven, ProviderDeclined

RESIDENT_ID = "111"
STRONGEST = frozenset({"L3", "3"})
"""The levels of these services that stand for a person who was compared with their picture or seen."""


@dataclass(frozen=True, slots=True)
class _Unified:
    partner: Partner
    names: bool = True

    @property
    def code(self) -> str:
        """Return its code."""
        return self.partner.code

    @property
    def name(self) -> str:
        """Return what people call it."""
        return self.partner.name

    def _ask(self, path: str, said: Mapping[str, str], at: datetime) -> dict[str, Any]:
        return ask_signed(self.partner, path, said, at)


class National(_Unified):
    """国家政务服务平台统一身份认证."""

    def authorize_url(self, attempt: Attempt) -> str:
        """Return its page for signing in."""
        said = {
            "client_id": self.partner.app,
            "response_type": "code",
            "redirect_uri": attempt.back,
            "state": attempt.state,
        }
        return f"{self.partner.pages}/authorize?{urlencode(said)}"

    def redeem(self, params: Mapping[str, str], attempt: Attempt, *, at: datetime) -> Proven:
        """Exchange the code for a token, the token for the person."""
        if not params.get("code"):
            raise ProviderDeclined
        said = {"client_id": self.partner.app, "code": params["code"], "redirect_uri": attempt.back}
        token = self._ask("/token", said | {"grant_type": "authorization_code"}, at)
        if token.get("errcode") != 0:
            raise ProviderDeclined
        told = self._ask("/userinfo", {"access_token": word(token, "access_token")}, at)
        if told.get("errcode") != 0:
            raise ProviderDeclined
        data = part(told, "data")
        if data.get("level") not in STRONGEST:
            return Proven(self.code, subject(data, "uniqueid"))
        return Proven(
            self.code,
            subject(data, "uniqueid"),
            name=word(data, "name"),
            document_code=word(data, "cidtype"),
            number=word(data, "cid"),
            mobile=_mobile(data, "mobile"),
        )


class Jiangsu(_Unified):
    """江苏政务服务网统一身份认证: its protocol has no state, so the address to come back to carries it."""

    def authorize_url(self, attempt: Attempt) -> str:
        """Return its page for signing in."""
        back = f"{attempt.back}?{urlencode({'state': attempt.state})}"
        return f"{self.partner.pages}/login?{urlencode({'appmark': self.partner.app, 'gotoUrl': back})}"

    def redeem(self, params: Mapping[str, str], attempt: Attempt, *, at: datetime) -> Proven:
        """Exchange the ticket for a token, the token for the person."""
        del attempt
        if not params.get("ticket"):
            raise ProviderDeclined
        token = self._called("ticketValidation", at, ticket=params["ticket"])
        data = self._called("findOutsideUserByToken", at, token=word(token, "token"))
        if data.get("authLevel") not in STRONGEST or data.get("papersType") != "1":
            return Proven(self.code, subject(data, "uuid"))
        return Proven(
            self.code,
            subject(data, "uuid"),
            name=word(data, "name"),
            document_code=RESIDENT_ID,
            number=word(data, "papersNumber"),
            mobile=_mobile(data, "mobile"),
        )

    def _called(self, service: str, at: datetime, **said: str) -> dict[str, Any]:
        answer = self._ask("/interface", {"appmark": self.partner.app, "service": service, **said}, at)
        if answer.get("retcode") != "000000":
            raise ProviderDeclined
        return part(answer, "data")


class LingXi(_Unified):
    """灵锡, the application of the city of Wuxi: OAuth 2 with proof of possession."""

    def authorize_url(self, attempt: Attempt) -> str:
        """Return its page for signing in."""
        digest = hashlib.sha256(attempt.verifier.encode()).digest()
        said = {
            "client_id": self.partner.app,
            "response_type": "code",
            "redirect_uri": attempt.back,
            "state": attempt.state,
            "code_challenge": urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        return f"{self.partner.pages}/authorize?{urlencode(said)}"

    def redeem(self, params: Mapping[str, str], attempt: Attempt, *, at: datetime) -> Proven:
        """Exchange the code with its proof for the person; a name comes only with those who are real-named there."""
        if not params.get("code"):
            raise ProviderDeclined
        said = {"client_id": self.partner.app, "code": params["code"], "redirect_uri": attempt.back}
        told = self._ask("/token", said | {"code_verifier": attempt.verifier}, at)
        if told.get("code") != 200:  # noqa: PLR2004 - its word for success
            raise ProviderDeclined
        data = part(told, "data")
        if data.get("realName") is not True:
            return Proven(self.code, subject(data, "openId"))
        return Proven(
            self.code,
            subject(data, "openId"),
            name=word(data, "userName"),
            document_code=word(data, "idType"),
            number=word(data, "idCard"),
            mobile=_mobile(data, "phone"),
        )


@dataclass(frozen=True, slots=True)
class RealName:
    """三要素核验: one question, one word."""

    partner: Partner

    def agrees(self, *, name: str, number: str, mobile: str, at: datetime) -> bool:
        """Tell whether name, number and telephone belong together."""
        said = {"appmark": self.partner.app, "name": name, "number": number, "mobile": mobile}
        return ask_signed(self.partner, "/check", said, at).get("match") is True


def _mobile(data: Mapping[str, Any], name: str) -> str:
    return word(data, name) if data.get(name) else ""

"""What of an account and of acting for one another is kept, line by line, as its owner takes it away."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from tongban.identity import api as identity
from tongban.kernel.actors import MANDATE_DATA_NAMES, MANDATE_NAMES, Actor, MandateData
from tongban.orgs import api as orgs
from tongban.privacy.rules import is_the_person

MEANS_NAMES = {
    identity.Means.PASSWORD: "密码",
    identity.Means.SMS: "短信验证码",
    identity.Means.PASSKEY: "通行密钥",
    identity.Means.PROVIDER: "其他账号",
    identity.Means.TOTP: "密码和验证器",
    identity.Means.RECOVERY_CODE: "密码和恢复码",
    identity.Means.ENROLMENT: "邀请码",
}
PROVIDER_NAMES = {
    "national": "国家政务服务平台",
    "jiangsu": "江苏政务服务网",
    "lingxi": "灵锡",
    "wechat": "微信",
    "alipay": "支付宝",
}
"""Also where a service is not in use any more: the link is still kept."""
Row = dict[str, Any]


def held(party: UUID, *, by: Actor, at: datetime) -> dict[str, list[Row]]:
    """Return the lines by the part they belong to.

    What belongs to the account is there for the person alone, and not for who acts for an organisation or a child.
    """
    found = {
        "documents": [_document(one) for one in identity.papers_of(party)],
        "delegations": _delegations(by, at),
        "enterprises": [
            {"organisation": one.organisation, "representative": one.person, "from": one.from_at, "until": one.until_at}
            for one in identity.represented(party)
        ],
    }
    return found | (_account(by, at) if is_the_person(by) and by.person else {})


def _account(by: Actor, at: datetime) -> dict[str, list[Row]]:
    own = identity.own_account(by.id, person=by.person or by.id, at=at)
    return {
        "account": [
            {
                "username": own.username,
                "display_name": own.name,
                "opened_account_at": own.opened_at,
                "last_login": own.last_login,
                "authenticator": own.factors.totp,
                "recovery_codes": own.factors.codes,
            }
        ],
        **_ways_in(own),
        **_systems(own),
    }


def _ways_in(own: identity.OwnAccount) -> dict[str, list[Row]]:
    names, keys = PROVIDER_NAMES | {one.code: one.name for one in identity.providers()}, own.factors.passkeys
    return {
        "links": [
            {"provider": names.get(one.provider, one.provider), "from": one.linked_at, "until": one.ended_at}
            for one in own.links
        ],
        "devices": [
            {
                "device": one.device,
                "means": names.get(one.provider) or (MEANS_NAMES[one.means] if one.means else ""),
                "address": one.address,
                "from": one.begun_at,
                "seen_at": one.seen_at,
            }
            for one in own.devices
        ],
        "passkeys": [{"device": one.device, "from": one.made_at, "used_at": one.used_at} for one in keys],
    }


def _systems(own: identity.OwnAccount) -> dict[str, list[Row]]:
    departments = {one.code: one.name for one in orgs.departments()}
    return {
        "consents": [
            {
                "system": one.client.name,
                "department": departments.get(one.client.department, ""),
                "ground": identity.GROUND_NAMES[identity.Ground(one.ground)],
                "scopes": _scopes(one.scopes),
                "from": one.given_at,
                "until": one.ended_at,
            }
            for one in own.consents
        ],
        "logins": [
            {
                "system": one.client.name,
                "acting_for": one.acting_for.name,
                "scopes": _scopes(one.scopes),
                "from": one.began_at,
                "until": one.ended_at,
            }
            for one in own.logins
        ],
    }


def _document(one: identity.Papers) -> Row:
    return {
        "document_type": one.document_type.label,
        "document_number": one.number,
        "from": one.from_at,
        "until": one.until_at,
    }


def _delegations(by: Actor, at: datetime) -> list[Row]:
    found = identity.delegations_of(by, at=at)
    return [
        {
            "principal": one.principal_name,
            "agent": one.agent_name,
            "ground": MANDATE_NAMES[one.kind],
            "items": "全部事项" if one.items is None else one.items,
            "data": [MANDATE_DATA_NAMES[MandateData(code)] for code in one.data or ()],
            "state": one.state_name,
            "offered_at": one.offered_at,
            "from": one.from_at,
            "until": one.ended_at or one.until_at,
        }
        for one in (*found.given, *found.received, *found.waiting, *found.past)
    ]


def _scopes(codes: list[str]) -> list[str]:
    return [identity.SCOPE_NAMES[identity.LoginScope(code)] for code in codes if code in set(identity.LoginScope)]

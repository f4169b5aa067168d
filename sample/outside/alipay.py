"""支付宝开放平台: publicAppAuthorize, an auth_code, and a gateway on which both sides sign (RSA2)."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

from sample.outside import keys, people, scanning
from sample.outside.asked import Answer, Asked, go, wrong
from sample.outside.tickets import TICKETS

WHO = "支付宝开放平台"
APP = "2021000000000000"
WRONG = {"code": "40002", "msg": "Invalid Arguments"}


def authorize(asked: Asked) -> Answer:
    """GET /oauth2/publicAppAuthorize.htm."""
    if asked.method == "POST":
        state, back = asked.form.get("state", ""), asked.form.get("back", "")
        if not scanning.of_portal(asked, back):
            return wrong("返回地址不是登记过的地址。")
        person = asked.form.get("person", "")
        if person not in people.everybody():
            return go(back, app_id=APP, scope="auth_user", state=state, error_scope="auth_user")
        return go(back, app_id=APP, scope="auth_user", state=state, auth_code=TICKETS.give("alipay", person))
    said = asked.query
    if said.get("app_id") != APP or said.get("scope") != "auth_user":
        return wrong("app_id或者scope不正确。")
    return scanning.ask(
        asked, who=WHO, title="支付宝授权登录", back=said.get("redirect_uri", ""), state=said.get("state", "")
    )


def gateway(asked: Asked) -> Answer:
    """POST /gateway.do: every request is signed over its sorted parameters, every answer over its own text."""
    said = {name: value for name, value in {**asked.query, **asked.form}.items() if value and name != "sign"}
    content = "&".join(f"{name}={said[name]}" for name in sorted(said))
    try:
        signature = b64decode({**asked.query, **asked.form}.get("sign", ""), validate=True)
    except ValueError:
        signature = b""
    if said.get("sign_type") != "RSA2" or not keys.alipay_signed(content.encode(), signature):
        return _signed("error_response", WRONG | {"sub_code": "isv.invalid-signature"})
    known = {"alipay.system.oauth.token": _token, "alipay.user.info.share": _share}
    method = said.get("method", "")
    if method not in known:
        return _signed("error_response", WRONG)
    return _signed(method.replace(".", "_") + "_response", known[method](said))


def _token(said: Mapping[str, str]) -> dict[str, Any]:
    held = TICKETS.take("alipay", said.get("code", ""))
    if held is None:
        return WRONG | {"sub_code": "isv.code-invalid"}
    number = _number(held.person)
    token = TICKETS.give("alipay-token", held.person)
    return {"user_id": number, "access_token": token, "expires_in": 1296000, "refresh_token": "sample"}


def _share(said: Mapping[str, str]) -> dict[str, Any]:
    held = TICKETS.take("alipay-token", said.get("auth_token", ""))
    if held is None:
        return {"code": "20001", "msg": "Insufficient Token Permissions", "sub_code": "aop.invalid-auth-token"}
    return {"code": "10000", "msg": "Success", "user_id": _number(held.person)}


def _number(person: str) -> str:
    return "2088" + str(int(people.opaque("alipay", people.everybody()[person])[:12], 16)).zfill(15)[:12]


def _signed(name: str, answer: Mapping[str, Any]) -> Answer:
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    sign = b64encode(keys.alipay_sign(text.encode())).decode()
    return Answer(f'{{"{name}":{text},"sign":"{sign}"}}'.encode(), kind="application/json; charset=utf-8")


ROUTES = {"/alipay/oauth2/publicAppAuthorize.htm": authorize, "/alipay/gateway.do": gateway}

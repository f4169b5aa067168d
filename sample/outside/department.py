"""示例部门系统: a department's own application, which lets people in by the portal's login.

It uses Authlib's client, as a department's engineers would, and keeps nothing but a session in memory.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from html import escape
from http import HTTPStatus
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from sample.outside import place
from sample.outside.asked import Answer, Asked, go, page, told, wrong

WHO = "示例部门系统"
TITLE = "公共租赁住房申请查询（示例）"
CLIENT = "sample-housing"
SCOPE = "openid profile enterprise"
BACK = '<p><a href="/housing/">返回</a></p>'
COOKIE = "outside_housing"
AGE = 2 * 60 * 60.0
WAIT = 5
MOST = 500
ENDED = "http://schemas.openid.net/event/backchannel-logout"
CAPACITIES = {
    "LEGAL_REPRESENTATIVE": "法定代表人",
    "AGENT": "委托代理人",
    "ASSISTANT": "帮办代办人",
    "GUARDIAN": "监护人",
}
LEVELS = {"NONE": "未实名", "BASIC": "初级实名", "FACE_TO_FACE": "当面核验", "STRONG": "高级实名"}


@dataclass(slots=True)
class Visit:
    """A browser that came: what it was sent away with, and who came back."""

    until: float
    begun: dict[str, str] = field(default_factory=dict)
    who: dict[str, Any] = field(default_factory=dict)
    id_token: str = ""
    sid: str = ""
    issuer: str = ""


class Visits:
    """The sessions of this process."""

    def __init__(self) -> None:
        """Begin with none."""
        self._lock = Lock()
        self._visits: dict[str, Visit] = {}

    def of(self, asked: Asked) -> Visit | None:
        """Return the session of a browser."""
        visit = self._visits.get(asked.cookies.get(COOKIE, ""))
        return visit if visit and visit.until > time.monotonic() else None

    def begin(self, visit: Visit) -> str:
        """Keep a session under a new name."""
        key = secrets.token_urlsafe(24)
        with self._lock:
            now = time.monotonic()
            self._visits = dict([(k, v) for k, v in self._visits.items() if v.until > now][-MOST:])
            self._visits[key] = visit
        return key

    def end(self, asked: Asked) -> None:
        """End the session of a browser."""
        with self._lock:
            self._visits.pop(asked.cookies.get(COOKIE, ""), None)

    def end_login(self, issuer: str, sid: str) -> int:
        """End the sessions that came by one login; return how many."""
        with self._lock:
            ended = [key for key, one in self._visits.items() if (one.issuer, one.sid) == (issuer, sid)]
            for key in ended:
                del self._visits[key]
        return len(ended)


VISITS = Visits()


def home(asked: Asked) -> Answer:
    """Say who came, for whom and with what; or offer to sign in."""
    visit = VISITS.of(asked)
    if visit is None or not visit.who:
        body = """<p>本系统不设单独的账号。请用通办账号登录，已经在通办登录的不用再登录。</p>
<p><a class="button" href="/housing/login">用通办账号登录</a></p>"""
        return page(TITLE, body, who=WHO)
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in _facts(visit.who))
    body = f"""<p>您已经用通办账号登录，没有再次输入密码。通办告诉本系统的信息只有这些：</p><dl id="claims">{rows}</dl>
<p>这里本来是您的申请和轮候情况。示例系统没有数据。</p>
<form method="post" action="/housing/leave"><button>退出本系统</button></form>
<form method="post" action="/housing/leave-all"><button class="plain">全部退出（通办和其他系统一起退出）</button></form>
<p><a href="{escape(asked.portal)}/">回到通办</a></p>"""
    return page(TITLE, body, who=WHO)


def _facts(who: dict[str, Any]) -> list[tuple[str, str]]:
    firm, acting = who.get("enterprise") or {}, who.get("acting_for") or {}
    level = who.get("real_name_level", "")
    found = [
        ("姓名", who.get("name", "")),
        ("实名等级", LEVELS.get(level, level)),
        ("代表单位", firm.get("name", "没有，本人办事")),
        ("统一社会信用代码", firm.get("credit_code", "")),
        ("代表身份", CAPACITIES.get(acting.get("capacity", ""), "")),
        ("本系统里的用户编号", who.get("sub", "")),
    ]
    return [(name, str(value)) for name, value in found if value]


def login(asked: Asked) -> Answer:
    """Begin a login: remember what was sent, and send the browser to the portal."""
    try:
        told_of = _discover(asked)
    except (requests.RequestException, KeyError, ValueError):
        return _unreachable()
    begun = {name: secrets.token_urlsafe(32) for name in ("nonce", "verifier")}
    session = _client(asked)
    where, state = session.create_authorization_url(
        told_of["authorization_endpoint"], code_verifier=begun["verifier"], nonce=begun["nonce"]
    )
    key = VISITS.begin(Visit(time.monotonic() + AGE, begun | {"state": state}, issuer=told_of["issuer"]))
    answer = go(where)
    answer.headers.append(_cookie(key))
    return answer


def back(asked: Asked) -> Answer:
    """Take the code, exchange it, check the statement, ask who came."""
    visit, said = VISITS.of(asked), asked.query
    if visit is None or not visit.begun or said.get("state") != visit.begun["state"] or said.get("iss") != visit.issuer:
        return wrong("这次登录不是从本浏览器开始的，或者已经过期。请重新登录。")
    VISITS.end(asked)
    if "error" in said:
        body = f"<p>您没有同意登录，或者通办没有放行（{escape(said['error'])}）。</p>{BACK}"
        return page("没有登录", body, who=WHO)
    try:
        came = _redeem(asked, visit, said.get("code", ""))
    except (requests.RequestException, OAuthError, JoseError, KeyError, ValueError):
        return _unreachable()
    answer = go("/housing/")
    answer.headers.append(_cookie(VISITS.begin(came)))
    return answer


def _redeem(asked: Asked, visit: Visit, code: str) -> Visit:
    told_of = _discover(asked)
    session = _client(asked)
    token = session.fetch_token(
        told_of["token_endpoint"], code=code, code_verifier=visit.begun["verifier"], timeout=WAIT
    )
    claims = _checked(told_of, token["id_token"], nonce=visit.begun["nonce"])
    who = session.get(told_of["userinfo_endpoint"], timeout=WAIT).json()
    if who["sub"] != claims["sub"]:
        raise ValueError("another person's data")
    return Visit(time.monotonic() + AGE, {}, who, token["id_token"], claims["sid"], told_of["issuer"])


def _names(issuer: str) -> list[str]:
    """Return the portal's addresses by every name of this machine: a browser may have used any of them."""
    port = urlsplit(issuer).port
    return [issuer, *(f"http://{place.bracketed(name)}:{port}" for name in sorted(place.HOME))]


def _checked(
    told_of: dict[str, Any], token: str, *, nonce: str = "", issuers: list[str] | None = None
) -> dict[str, Any]:
    """Return the claims of a token that the portal signed for this system, now, and for this very request."""
    keys = KeySet.import_key_set(requests.get(told_of["jwks_uri"], timeout=WAIT).json())
    claims = jwt.decode(token, keys, algorithms=["RS256"]).claims
    registry = jwt.JWTClaimsRegistry(
        leeway=60,
        iss={"essential": True, "values": issuers or [told_of["issuer"]]},
        aud={"essential": True, "value": CLIENT},
        exp={"essential": True},
        sid={"essential": True},
    )
    registry.validate(claims)
    if nonce and claims.get("nonce") != nonce:
        raise ValueError("another request's statement")
    return claims


def leave(asked: Asked) -> Answer:
    """Sign out of this system alone."""
    VISITS.end(asked)
    return go("/housing/")


def leave_all(asked: Asked) -> Answer:
    """Sign out of the portal and of everything entered from it."""
    visit = VISITS.of(asked)
    VISITS.end(asked)
    if visit is None or not visit.id_token:
        return go("/housing/")
    where = f"{visit.issuer}/oidc/logout/"
    return go(where, id_token_hint=visit.id_token, post_logout_redirect_uri=f"{asked.here}/housing/")


def ended(asked: Asked) -> Answer:
    """Hear from the portal that a login ended (OpenID Connect Back-Channel Logout)."""
    try:
        told_of = _discover(asked)
        claims = _checked(told_of, asked.form.get("logout_token", ""), issuers=_names(told_of["issuer"]))
    except (requests.RequestException, JoseError, KeyError, ValueError):
        return told({"error": "invalid_request"}, status=HTTPStatus.BAD_REQUEST)
    if ENDED not in claims.get("events", {}) or "nonce" in claims:
        return told({"error": "invalid_request"}, status=HTTPStatus.BAD_REQUEST)
    return told({"ended": VISITS.end_login(claims["iss"], claims["sid"])})


def _discover(asked: Asked) -> dict[str, Any]:
    found: dict[str, Any] = requests.get(f"{asked.portal}/.well-known/openid-configuration", timeout=WAIT).json()
    if found["issuer"] != asked.portal:
        raise ValueError(found["issuer"])
    return found


def _client(asked: Asked) -> OAuth2Session:
    return OAuth2Session(
        CLIENT,
        place.word(),
        scope=SCOPE,
        redirect_uri=f"{asked.here}/housing/back",
        token_endpoint_auth_method="client_secret_basic",  # noqa: S106 - the name of a method
        code_challenge_method="S256",
    )


def _cookie(key: str) -> tuple[str, str]:
    return ("Set-Cookie", f"{COOKIE}={key}; Path=/housing/; HttpOnly; SameSite=Lax")


def _unreachable() -> Answer:
    body = f"<p>通办暂时没有应答，或者这次登录没有通过核对。请稍后再试。</p>{BACK}"
    return page("暂时不能登录", body, status=HTTPStatus.SERVICE_UNAVAILABLE, who=WHO)


GET = {"/housing/": home, "/housing/login": login, "/housing/back": back}
POST = {"/housing/leave": leave, "/housing/leave-all": leave_all, "/housing/ended": ended}

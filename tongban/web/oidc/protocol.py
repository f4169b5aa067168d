"""Authlib's server classes on our tables: the protocol is theirs, what is kept and what is allowed is ours.

Authlib knows no ``at``: the moment of a request travels in ``Asked.at``, and every date in a token is worked out from
it. The library itself reads the clock nowhere on the ways that are used here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from authlib.common.security import generate_token
from authlib.integrations.django_oauth2 import AuthorizationServer
from authlib.integrations.django_oauth2.requests import DjangoOAuth2Payload
from authlib.oauth2.rfc6749 import InvalidGrantError, InvalidRequestError, OAuth2Request
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core.grants import OpenIDCode
from authlib.oidc.core.grants.util import create_half_hash
from django.conf import settings

from tongban.crypto import api as crypto
from tongban.identity import api as identity
from tongban.kernel.errors import Broken
from tongban.web.request import Request
from tongban.web.sessions import SIGNED_IN, SessionStore

ASCII_ONLY = ("redirect_uri", "response_type", "client_id", "grant_type", "response_mode")
LONGEST = 255
TOKEN_LENGTH = 48
CHALLENGE_LENGTH = 43
METHOD = "client_secret_basic"


class Asked(OAuth2Request):
    """A request of the protocol, with the moment it came, who acts, and whether they just agreed."""

    def __init__(self, request: Request, *, at: datetime, agreed: bool = False) -> None:
        """Take Django's request over; InsecureTransportError without TLS, unless it comes from this machine."""
        super().__init__(request.method or "", request.build_absolute_uri(), headers=request.headers)
        self.payload = DjangoOAuth2Payload(request)
        self.web, self.at, self.agreed = request, at, agreed

    @property
    def args(self) -> Any:  # noqa: ANN401 - Django's own
        """Return what stands in the address."""
        return self.web.GET

    @property
    def form(self) -> Any:  # noqa: ANN401 - Django's own
        """Return what stands in the body."""
        return self.web.POST


@dataclass(frozen=True, slots=True)
class System:
    """A registered system as the library asks about it."""

    row: identity.Client

    @property
    def client_metadata(self) -> dict[str, object]:
        """Return what the endpoint for signing out asks."""
        return {"post_logout_redirect_uris": self.row.leaves}

    def get_client_id(self) -> str:
        """Return what it calls itself."""
        return self.row.code

    def get_default_redirect_uri(self) -> None:
        """Return no address: it has to be said each time."""

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """Return the scope, None for more than it is registered for."""
        try:
            return " ".join(identity.fit_scopes((scope or "").split(), self.row.scopes))
        except Broken:
            return None

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Tell whether the address is registered, letter by letter."""
        return redirect_uri in self.row.redirects

    def check_client_secret(self, client_secret: str) -> bool:
        """Tell whether this is its secret."""
        return identity.has_secret(self.row, client_secret)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """Tell whether it may prove in this way who it is."""
        return (method, endpoint) == (METHOD, "token")

    def check_response_type(self, response_type: str) -> bool:
        """Tell whether the flow is the one with a code."""
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        """Tell whether the flow is the one with a code."""
        return grant_type == "authorization_code"


@dataclass(frozen=True, slots=True)
class Code:
    """A kept code as the library asks about it."""

    row: identity.LoginCode
    text: str

    @property
    def code_challenge(self) -> str:
        """Return what the proof of possession is checked against."""
        return self.row.challenge

    @property
    def code_challenge_method(self) -> str:
        """Return the only method there is."""
        return "S256"

    def get_redirect_uri(self) -> str:
        """Return the address that the code was sent to."""
        return self.row.redirect

    def get_scope(self) -> str:
        """Return what was agreed to."""
        return " ".join(self.row.login.scopes)

    def get_nonce(self) -> str:
        """Return what the system will know its own request by."""
        return self.row.nonce

    def get_auth_time(self) -> int:
        """Return when the person signed in here, in seconds."""
        return int(self.row.login.authenticated_at.timestamp())

    def get_acr(self) -> None:
        """Return nothing: the real-name level is a claim, and of the means of signing in nothing is told."""

    def get_amr(self) -> None:
        """Return nothing, as above."""


class CodeGrant(AuthorizationCodeGrant):
    """The flow with a code, kept by ``identity``."""

    TOKEN_ENDPOINT_AUTH_METHODS = [METHOD]

    def generate_authorization_code(self) -> str:
        """Do the login: the one writing call of the request."""
        asked = cast("Asked", self.request)
        return identity.log_in_at(
            asked=login_asked(self),
            agreed=asked.agreed,
            browser=browser_of(asked.web),
            authenticated_at=signed_in_at(asked.web, asked.at),
            by=asked.web.actor,
            at=asked.at,
        )

    def save_authorization_code(self, code: str, request: Asked) -> None:
        """Leave it: the login has kept its code, in one transaction with the consent and the record."""

    def query_authorization_code(self, code: str, client: System) -> Code | None:
        """Return the code if it was this system's, used or not: a second use has to be noticed.

        The system has shown its secret by now: codes that are none are counted as its own, and nobody else can run
        up that count.
        """
        at = cast("Asked", self.request).at
        identity.hold_back(identity.Throttled.LOGIN_CLIENT, client.row.code, at)
        row = identity.login_code(code, client=client.row.id)
        if row is None:
            identity.throttle(identity.Throttled.LOGIN_CLIENT, client.row.code, at)
        return Code(row, code) if row else None

    def delete_authorization_code(self, authorization_code: Code) -> None:
        """Leave it: the exchange has marked it as used."""

    def authenticate_user(self, authorization_code: Code) -> identity.User | None:
        """Return whose code it is, unless the account was closed meanwhile."""
        user = authorization_code.row.login.user
        return user if user.is_active else None


class Proof(CodeChallenge):
    """Proof of possession (PKCE) with S256, for every system: without it a stolen code would be worth something."""

    DEFAULT_CODE_CHALLENGE_METHOD = "S256"
    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]

    def validate_code_challenge(self, grant: CodeGrant, redirect_uri: str) -> None:
        """Refuse a request without a challenge, and one that is made plainly, which is the default of the standard."""
        super().validate_code_challenge(grant, redirect_uri)
        data = grant.request.payload.data
        if len(data.get("code_challenge", "")) != CHALLENGE_LENGTH or data.get("code_challenge_method") != "S256":
            raise InvalidRequestError("PKCE with S256 is required.")


class IdToken(OpenIDCode):
    """The statement of a login. It says who came by number only: everything else is handed over on request."""

    def exists_nonce(self, nonce: str, request: Asked) -> bool:  # noqa: ARG002 - named by the library
        """Leave it to the system whether it sent the same nonce twice: only it can know."""
        return False

    def validate_openid_authorization_request(self, grant: CodeGrant, redirect_uri: str) -> None:
        """Refuse what is not served here, by the names that the standard has for it."""
        super().validate_openid_authorization_request(grant, redirect_uri)
        data = grant.request.payload.data
        if not data.get("state"):  # without it a system cannot tell an answer that somebody slipped to its visitor
            raise InvalidRequestError("Missing 'state' in request.")
        for name in ("request", "request_uri", "registration"):
            if name in data:
                raise InvalidRequestError(f"The parameter {name} is not supported.", error=f"{name}_not_supported")
        if data.get("response_mode", "query") != "query":
            raise InvalidRequestError("Only the response mode query is supported.")
        if any(len(data.get(name, "")) > LONGEST for name in ("nonce", "max_age")):
            raise InvalidRequestError("A parameter is too long.")
        if not data.get("max_age", "0").isdigit():
            raise InvalidRequestError("The parameter max_age is a number of seconds.")

    def encode_id_token(self, token: dict[str, Any], request: Asked) -> str:
        """Return the signed statement; its dates follow from the moment of the request."""
        code = cast("Code", request.authorization_code)
        login, now = code.row.login, int(request.at.timestamp())
        claims = {
            "iss": issuer(request.web),
            "aud": login.client.code,
            "sub": login.subject,
            "sid": str(login.id),
            "iat": now,
            "exp": now + int(identity.ID_TOKEN_LASTS.total_seconds()),
            "at_hash": create_half_hash(token["access_token"], "RS256").decode(),
            **self.get_authorization_code_claims(code),
        }
        return crypto.sign_token(claims)


class Server(AuthorizationServer):
    """The provider. Tokens are made by the library and kept by ``identity``; nothing is told by Django's signals."""

    def load_config(self, config: object) -> None:
        """Take no settings: what may vary is registered with each system."""
        self.config = config
        self.scopes_supported = [*identity.LoginScope]
        self.register_token_generator("default", BearerTokenGenerator(_word, None, _seconds))

    def query_client(self, client_id: str) -> System | None:
        """Return a system that can be logged in to."""
        row = identity.client(client_id)
        return System(row) if row else None

    def create_oauth2_request(self, request: Request | Asked) -> Asked:
        """Take a request that was read already; the views make it, because they know the moment."""
        return cast("Asked", request)

    def save_token(self, token: dict[str, Any], request: Asked) -> None:
        """Exchange the code; a code that came too late or a second time is no grant."""
        code = cast("Code", request.authorization_code)
        client = cast("System", request.client)
        kept = identity.issue_token(code=code.text, client=client.row.id, token=token["access_token"], at=request.at)
        if not kept:
            raise InvalidGrantError("Invalid 'code' in request.")

    def send_signal(self, name: str, *args: object, **kwargs: object) -> None:
        """Send none: higher rooms read the ledger."""


def login_asked(grant: CodeGrant) -> identity.LoginAsked:
    """Return what is asked for, by the names of ``identity``."""
    data = grant.request.payload.data
    return identity.LoginAsked(
        client=cast("System", grant.request.client).row.id,
        redirect=data["redirect_uri"],
        scopes=tuple(grant.request.scope.split()),
        challenge=data["code_challenge"],
        issuer=issuer(cast("Asked", grant.request).web),
        nonce=data.get("nonce", ""),
    )


def issuer(request: Request) -> str:
    """Return by what address the provider is known: the one of the settings, else the one it was asked at.

    The hosts that can be asked at are limited by the settings (``ALLOWED_HOSTS``).
    """
    return settings.PORTAL_ADDRESS or request.build_absolute_uri("/").rstrip("/")


def signed_in_at(request: Request, at: datetime) -> datetime:
    """Return when the person signed in to this session."""
    kept = request.session.get(SIGNED_IN, {})
    return datetime.fromisoformat(kept["at"]) if kept else at


def browser_of(request: Request) -> str:
    """Return by what name the session is kept that the person signed in to."""
    return request.session.name if isinstance(request.session, SessionStore) else ""


def make_server() -> Server:
    """Return the provider with the one flow it serves."""
    server = Server(None, None)
    server.register_grant(CodeGrant, [IdToken(require_nonce=True), Proof(required=True)])
    return server


def _word(**_about: object) -> str:
    return str(generate_token(TOKEN_LENGTH))


def _seconds(_client: object, _grant_type: str) -> int:
    return int(identity.TOKEN_LASTS.total_seconds())

"""Accounts, the persons behind them, and what staff may do."""

from __future__ import annotations

from tongban.identity.models.accounts import SignInGuard, User
from tongban.identity.models.connecting import Client, Consent, Login, LoginCode, LoginToken, Pseudonym
from tongban.identity.models.mandates import Delegation, Representation
from tongban.identity.models.parties import Account, Party, PartyDocument
from tongban.identity.models.staff import StaffPost

__all__ = [
    "Account",
    "Client",
    "Consent",
    "Delegation",
    "Login",
    "LoginCode",
    "LoginToken",
    "Party",
    "PartyDocument",
    "Pseudonym",
    "Representation",
    "SignInGuard",
    "StaffPost",
    "User",
]

"""Accounts, how they are signed in to, the persons behind them, and what staff may do."""

from __future__ import annotations

from tongban.identity.models.accounts import User
from tongban.identity.models.codes import Enrolment, FactorRecovery, OneTimeCode
from tongban.identity.models.connecting import Client, Consent, Login, LoginCode, LoginToken, Pseudonym
from tongban.identity.models.factors import Passkey, RecoveryCode, TotpSecret
from tongban.identity.models.mandates import Delegation, Representation
from tongban.identity.models.outside import ExternalIdentity
from tongban.identity.models.parties import Account, Party, PartyDocument
from tongban.identity.models.sessions import Session, ThrottleCount
from tongban.identity.models.staff import Kinship, Leave, Nomination, Staff, StaffPost, Substitution

__all__ = [
    "Account",
    "Client",
    "Consent",
    "Delegation",
    "Enrolment",
    "ExternalIdentity",
    "FactorRecovery",
    "Kinship",
    "Leave",
    "Login",
    "LoginCode",
    "LoginToken",
    "Nomination",
    "OneTimeCode",
    "Party",
    "PartyDocument",
    "Passkey",
    "Pseudonym",
    "RecoveryCode",
    "Representation",
    "Session",
    "Staff",
    "StaffPost",
    "Substitution",
    "ThrottleCount",
    "TotpSecret",
    "User",
]

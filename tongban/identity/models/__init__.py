"""Accounts, the persons behind them, by what they act for others, and what staff may do."""

from __future__ import annotations

from tongban.identity.models.accounts import User
from tongban.identity.models.codes import Enrolment, FactorRecovery, OneTimeCode
from tongban.identity.models.factors import Passkey, RecoveryCode, TotpSecret
from tongban.identity.models.mandates import Delegation, Representation
from tongban.identity.models.parties import Account, Party, PartyDocument
from tongban.identity.models.sessions import Session, ThrottleCount
from tongban.identity.models.staff import StaffPost

__all__ = [
    "Account",
    "Delegation",
    "Enrolment",
    "FactorRecovery",
    "OneTimeCode",
    "Party",
    "PartyDocument",
    "Passkey",
    "RecoveryCode",
    "Representation",
    "Session",
    "StaffPost",
    "ThrottleCount",
    "TotpSecret",
    "User",
]

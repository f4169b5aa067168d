"""Accounts, the persons behind them, by what they act for others, and what staff may do."""

from __future__ import annotations

from tongban.identity.models.accounts import SignInGuard, User
from tongban.identity.models.mandates import Delegation, Representation
from tongban.identity.models.parties import Account, Party, PartyDocument
from tongban.identity.models.staff import Kinship, Leave, Nomination, Staff, StaffPost, Substitution

__all__ = [
    "Account",
    "Delegation",
    "Kinship",
    "Leave",
    "Nomination",
    "Party",
    "PartyDocument",
    "Representation",
    "SignInGuard",
    "Staff",
    "StaffPost",
    "Substitution",
    "User",
]

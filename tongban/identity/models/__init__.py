"""Accounts, the persons behind them, and what staff may do."""

from __future__ import annotations

from tongban.identity.models.accounts import SignInGuard, User
from tongban.identity.models.parties import Account, Party, Representation
from tongban.identity.models.staff import Kinship, Leave, Nomination, Staff, StaffPost, Substitution

__all__ = [
    "Account",
    "Kinship",
    "Leave",
    "Nomination",
    "Party",
    "Representation",
    "SignInGuard",
    "Staff",
    "StaffPost",
    "Substitution",
    "User",
]

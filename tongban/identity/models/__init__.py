"""Accounts, the persons behind them, and what staff may do."""

from __future__ import annotations

from tongban.identity.models.accounts import SignInGuard, User
from tongban.identity.models.parties import Account, Party, PartyDocument, Representation
from tongban.identity.models.staff import StaffPost

__all__ = ["Account", "Party", "PartyDocument", "Representation", "SignInGuard", "StaffPost", "User"]

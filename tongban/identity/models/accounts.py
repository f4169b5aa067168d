"""Accounts that can sign in."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class User(AbstractBaseUser):
    """An account that can sign in. It says nothing of who stands behind it: see Account and StaffPost."""

    id = models.UUIDField(primary_key=True)
    username = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    employed: bool | None = None
    """Whether there is any post by which the account could act as staff, where that was read with it already."""
    behind: UUID | None = None
    """The natural person behind a member of staff, where known; only where ``employed`` was read with it."""
    standing: tuple[str | None, list[UUID]] | None = None
    """Their posts now, as JSON, and in whose matters they do nothing, where that was read with the session."""

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = BaseUserManager["User"]()

    def __str__(self) -> str:
        """Return the id: names stay out of logs."""
        return str(self.id)

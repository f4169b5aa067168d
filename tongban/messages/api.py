"""The door of messages."""

from __future__ import annotations

from tongban.messages.channels import Channel, use
from tongban.messages.errors import UnfitMessage
from tongban.messages.queries import InboxMessage, inbox, kept_for, unread
from tongban.messages.rules import TEMPLATES
from tongban.messages.services import forget, mark_read, send

__all__ = [
    "TEMPLATES",
    "Channel",
    "InboxMessage",
    "UnfitMessage",
    "forget",
    "inbox",
    "kept_for",
    "mark_read",
    "send",
    "unread",
    "use",
]

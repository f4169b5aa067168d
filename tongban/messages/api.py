"""The door of messages."""

from __future__ import annotations

from tongban.messages.channels import Channel, use
from tongban.messages.errors import UnfitMessage
from tongban.messages.queries import InboxMessage, inbox, unread
from tongban.messages.rules import TEMPLATES
from tongban.messages.services import mark_read, send

__all__ = ["TEMPLATES", "Channel", "InboxMessage", "UnfitMessage", "inbox", "mark_read", "send", "unread", "use"]

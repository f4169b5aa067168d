"""The door of messages."""

from __future__ import annotations

from tongban.messages.channels import Channel, use
from tongban.messages.errors import UnfitMessage
from tongban.messages.queries import InboxMessage, OutboxText, inbox, kept_for, outbox, unread
from tongban.messages.rules import TEMPLATES, TEXTS
from tongban.messages.services import forget, mark_read, send, send_text, texts_available
from tongban.messages.texts import SampleOutbox, Texts

__all__ = [
    "TEMPLATES",
    "TEXTS",
    "Channel",
    "InboxMessage",
    "OutboxText",
    "SampleOutbox",
    "Texts",
    "UnfitMessage",
    "forget",
    "inbox",
    "kept_for",
    "mark_read",
    "outbox",
    "send",
    "send_text",
    "texts_available",
    "unread",
    "use",
]

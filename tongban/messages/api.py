"""The door of messages."""

from __future__ import annotations

from tongban.messages.channels import Channel, use
from tongban.messages.errors import UnfitMessage
from tongban.messages.queries import InboxMessage, OutboxText, inbox, kept_for, outbox, unread, wish_of
from tongban.messages.rules import Wish, wanted
from tongban.messages.services import choose_texts, forget, mark_read, send, send_text, text_about, texts_available
from tongban.messages.templates import TEMPLATES, TEXTS
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
    "Wish",
    "choose_texts",
    "forget",
    "inbox",
    "kept_for",
    "mark_read",
    "outbox",
    "send",
    "send_text",
    "text_about",
    "texts_available",
    "unread",
    "use",
    "wanted",
    "wish_of",
]

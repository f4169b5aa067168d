"""The door of messages."""

from __future__ import annotations

from tongban.messages.carriers import Carrier, Fallback, Letter, NotCarried, SampleCarrier, carrier
from tongban.messages.channels import Channel, Telling, use
from tongban.messages.dispatching import deliver, dispatch, dispatch_about
from tongban.messages.errors import UnfitMessage
from tongban.messages.queries import (
    InboxMessage,
    Letters,
    OutboxText,
    inbox,
    kept_for,
    letters,
    not_carried,
    outbox,
    unread,
    wishes_of,
    wishes_of_all,
)
from tongban.messages.rules import WAY_NAMES, Way, Wish, Wishes, text_words, wanted
from tongban.messages.services import (
    choose_ways,
    forget,
    mark_read,
    send,
    send_all,
    send_text,
    text_about,
    texts_available,
)
from tongban.messages.templates import TEMPLATES, TEXTS
from tongban.messages.texts import SampleOutbox, Texts

__all__ = [
    "TEMPLATES",
    "TEXTS",
    "WAY_NAMES",
    "Carrier",
    "Channel",
    "Fallback",
    "InboxMessage",
    "Letter",
    "Letters",
    "NotCarried",
    "OutboxText",
    "SampleCarrier",
    "SampleOutbox",
    "Telling",
    "Texts",
    "UnfitMessage",
    "Way",
    "Wish",
    "Wishes",
    "carrier",
    "choose_ways",
    "deliver",
    "dispatch",
    "dispatch_about",
    "forget",
    "inbox",
    "kept_for",
    "letters",
    "mark_read",
    "not_carried",
    "outbox",
    "send",
    "send_all",
    "send_text",
    "text_about",
    "text_words",
    "texts_available",
    "unread",
    "use",
    "wanted",
    "wishes_of",
    "wishes_of_all",
]

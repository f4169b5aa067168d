"""The port through which short texts leave for telephones, and the outbox that stands in for it in the sample city."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.conf import settings

from tongban.kernel.codes import mobile
from tongban.kernel.ids import uuid7
from tongban.messages.models import SampleText


class Texts(Protocol):
    """A way to reach a telephone. It runs inside the verb's transaction and so may only write, never call out."""

    def available(self) -> bool:
        """Tell whether texts can be sent here at all."""

    def deliver(self, *, number: str, words: str, at: datetime) -> None:
        """Take a text over for a number of eleven digits."""


class SampleOutbox:
    """Texts of the sample city: kept in a table and read on a page by everybody. Outside sample mode it takes none."""

    def available(self) -> bool:
        """Tell whether nothing here is real."""
        return bool(settings.SAMPLE_MODE)

    def deliver(self, *, number: str, words: str, at: datetime) -> None:
        """Keep the text; of the number, what anybody may see."""
        SampleText.objects.create(id=uuid7(at), number=mobile.mask(number), words=words, sent_at=at)


_texts: list[Texts] = [SampleOutbox()]


def use_texts(texts: Texts | None) -> None:
    """Put this adapter in place of the outbox of the sample city, or the outbox back."""
    _texts[:] = [texts or SampleOutbox()]


def texts() -> Texts:
    """Return the adapter in place."""
    return _texts[0]

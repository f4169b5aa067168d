"""What the documents have in common: words that can be printed, who speaks, and what every one of them says."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

_UNSEEN: Final = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _printable(text: str) -> str:
    """Take away marks that cannot be printed; those that turn the reading direction could falsify a name on paper."""
    # Nearly everything is printable as it is, which one look tells.
    if not text.isprintable():
        text = "".join(mark for mark in text if mark == "\n" or unicodedata.category(mark) not in _UNSEEN)
    if not text.strip():
        message = "there is nothing to print"
        raise ValueError(message)
    return text.strip()


Words = Annotated[str, AfterValidator(_printable)]


class Strict(BaseModel):
    """Facts as they are written down: nothing unknown among them, and nothing changed afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class Issuer(Strict):
    """The authority in whose name the document speaks. ``mark`` is its 机关代字, the first part of every number."""

    code: Words
    name: Words
    mark: Words


class Remedy(Strict):
    """Where one may turn, within what time, by which article: as the guide says, never as the template knows."""

    kind: Literal["RECONSIDERATION", "LITIGATION"]
    to: Words
    within: Words
    article: Words


class Line(Strict):
    """A label and what stands beside it."""

    label: Words
    value: Words


class Point(Strict):
    """One thing to correct: an element of the guide, and what is to be done about it."""

    name: Words
    text: Words


class Notice(Strict):
    """What every document says: who, to whom, in which matter, by which articles.

    ``you``: how the addressee is spoken to, a person or an organisation. ``sample``: the place of the seal says that
    this has no legal effect. ``articles``: each as it is to be printed. ``acting``: who applied for the addressee, and
    on what ground, where it was somebody else.
    """

    issuer: Issuer
    addressee: Words
    acting: Words | None = None
    you: Literal["您", "贵单位"]
    item: Words
    case_number: Words
    sample: bool
    articles: tuple[Words, ...] = Field(min_length=1)
    contact: Words

"""Answers that are corrected after they were handed in: what was pointed at, and what follows from it, nothing else."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from tongban.catalog.forms.checking import surpasses
from tongban.catalog.forms.cleaning import clean, only_visible
from tongban.catalog.forms.comparing import parted
from tongban.catalog.forms.conditions import fields_of, visible
from tongban.catalog.forms.definition import Form


def opened(form: Form, pointed: Collection[str], saved: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the fields that a correction of ``pointed`` may fill in, in the order of the form.

    These are the fields that were pointed at, and those that were not asked before and whose condition looks at one of
    them, near or far. What was asked and answered all along stays as it was handed in.
    """
    shown = frozenset(visible(form, saved))
    reached = set(pointed)
    for name, question in form.ordered():
        if name not in shown and reached & set(fields_of(question.when)):
            reached.add(name)
    return tuple(name for name, _ in form.ordered() if name in reached)


def corrected(
    form: Form, posted: Mapping[str, Sequence[str]], *, saved: Mapping[str, Any], pointed: Collection[str]
) -> dict[str, Any]:
    """Return the answers as they stand after a correction: ``saved`` with what may be changed laid over it.

    A field that may be changed and was not posted has no answer. The answer of a field that the correction hides is
    gone; one that a corrected bound no longer allows may be changed as well.
    """
    asked = opened(form, pointed, saved)
    read = clean(form, posted, keep_hidden=True)
    answers = only_visible(form, _laid_over(saved, read, asked))
    followed = [name for name in strained(form, answers, asked) if name in posted]
    return only_visible(form, _laid_over(answers, read, followed))


def strained(form: Form, answers: Mapping[str, Any], asked: Collection[str]) -> tuple[str, ...]:
    """Return the fields outside ``asked`` whose answer no longer stands to one in ``asked`` as it must.

    More than the answer that bounds it, or not as it is compared with it; what is compared with the day was held to it
    when it was handed in.
    """
    shown = frozenset(visible(form, answers))
    return tuple(
        name
        for name, question in form.ordered()
        if name in shown
        and name not in asked
        and (
            (question.at_most_field in asked and surpasses(form, name, answers, shown))
            or parted(form, name, answers, shown, asked)
        )
    )


def _laid_over(saved: Mapping[str, Any], read: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    kept = {name: value for name, value in saved.items() if name not in names}
    return kept | {name: read[name] for name in names if name in read}

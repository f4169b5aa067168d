"""In which order a case goes through the steps of a guide, and which steps of a guide say otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.parts import Step
from tongban.catalog.guide.terms import StepKind

ORDER = tuple(StepKind)
"""A case is received, accepted, examined, decided, and its result is made and delivered (行政许可法32、34、37、44)."""


def too_early(guide: Guide) -> Iterator[tuple[Step, Step]]:
    """Return each step that stands before one of an earlier kind, with the last such: behind that it belongs.

    Steps of one kind follow one another as they stand. What a case does is fixed by the kinds: cases.steps takes the
    examination out of the guide and the states of a case have the rest, so another order on paper would be untrue.
    """
    steps = guide.process
    for place, step in enumerate(steps):
        earlier = [one for one in steps[place + 1 :] if ORDER.index(one.kind) < ORDER.index(step.kind)]
        if earlier:
            yield step, earlier[-1]


def never_beside(guide: Guide) -> Iterator[Step]:
    """Return each step that is said to be done beside others and cannot be: only steps of the examination are."""
    yield from (step for step in guide.process if step.parallel and step.kind != StepKind.EXAMINATION)

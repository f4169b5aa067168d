"""All rules over one guide, and the score: arithmetic that anybody can do again."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from itertools import chain

from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.partly import told
from tongban.catalog.lint import answering, ceilings, national, own
from tongban.catalog.lint.findings import RULES, Code, Finding, Severity
from tongban.catalog.lint.surroundings import About, Surroundings

FULL = 100
WEIGHTS = {Severity.MUST: 10, Severity.SHOULD: 3, Severity.MAY: 1}
MOST_OF_A_RULE = 3  # the same fault many times over is one habit to break, not the end of all points


def lint(guide: Guide, about: About, around: Surroundings) -> tuple[Finding, ...]:
    """Return everything to mend in a guide, in the order of the rules; nothing when all is well.

    Of a guide that can be read only in part (``Partly``), what can be said of that part.
    """
    alone = (
        national.immediate,
        national.result_kinds,
        national.trips,
        national.post,
        national.online_depth,
        national.fees,
        national.phones,
        national.steps,
        national.samples,
        own.catch_all,
        own.vague,
        own.over_statutory,
        ceilings.ceilings,
        ceilings.counted_from,
        ceilings.notices,
        own.remedies,
        own.laws,
        own.order,
        own.joined,
        answering.told,
        answering.days,
    )
    found = chain(
        *(told(rule, guide) for rule in alone),
        told(national.audience, guide, about),
        told(own.windows, guide, around),
        told(own.licences, guide, around),
        told(ceilings.lower, guide, around),
    )
    order = list(RULES)
    return tuple(sorted(found, key=lambda one: order.index(one.code)))


def score(findings: Iterable[Finding]) -> int:
    """Return 100 less 10 for what must, 3 for what should and 1 for what may be mended, at least 0.

    Of one rule no more than three findings count.
    """
    counts = Counter(one.code for one in findings)
    lost = sum(weight_of(code) * min(count, MOST_OF_A_RULE) for code, count in counts.items())
    return max(FULL - lost, 0)


def weight_of(code: Code) -> int:
    """Return how much one finding of a rule takes away."""
    return WEIGHTS[RULES[code].severity]


def alike(guide: Guide) -> str:
    """Return a digest of what has to be the same wherever the service is done: its basis (第六条), in any order.

    Name, code and type are kept equal by the list of items itself. Of the basis, only what is about the matter counts:
    the laws about licences, appeals and lawsuits in general stand in every guide.
    """
    ground = sorted({(law.law, law.article) for law in guide.legal if not law.id.startswith(GENERAL)})
    return hashlib.sha256(json.dumps(ground, ensure_ascii=False).encode()).hexdigest()


GENERAL = ("licensing-", "reconsideration-", "litigation-", "city-")

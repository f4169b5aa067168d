"""Run beside a database: hand in complete drafts and say of each what was answered.

An order on standard input is ``FIRST END``: some processes hand in the drafts from FIRST to END, each its part of them
one after the other, with the token that a draft always has. They may be killed at any moment: none is done before it
was told to go on (``GO_ON``), it waits with its last draft. They say ``process NUMBER`` once each and ``DRAFT NUMBER``
for every answer; ``over`` is said when all of them are gone. ``inspect`` gives the record its order and says what is
wrong with it: entries outside, positions without one, faults.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from uuid import NAMESPACE_OID, uuid5

import django

AT_ONCE, GO_ON = 3, signal.SIGUSR1


def say(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())  # whole, or not at all


def hand_in(drafts: range) -> None:
    from bench import dataset  # noqa: PLC0415 - the programme is imported after it was set up
    from tongban.cases import api as cases  # noqa: PLC0415

    signal.pthread_sigmask(signal.SIG_BLOCK, {GO_ON})  # one that comes early is kept for whoever waits later
    say("process", os.getpid())
    for number in drafts:
        if number == drafts[-1]:
            signal.sigwait({GO_ON})
        draft, token = dataset.draft(number), uuid5(NAMESPACE_OID, f"attempt {number}")
        say(number, cases.submit(draft=draft.id, token=token, by=draft.by, at=dataset.now()).number)


def inspect() -> None:
    from bench.dataset import now  # noqa: PLC0415 - as above
    from tongban.ledger import api as ledger  # noqa: PLC0415

    ledger.sequence()
    kept, faults = ledger.inspect(at=now(), recent=10)
    say("wrong", kept.lost + kept.holes + len(faults))


def started(work: Callable[[], None]) -> int:
    if child := os.fork():
        return child
    try:
        work()
    finally:
        os._exit(0)  # whatever happened: the orders are not for this one


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.config.settings")
    django.setup()
    for order in sys.stdin:
        if order.strip() == "inspect":
            works: list[Callable[[], None]] = [inspect]
        else:
            drafts = range(*map(int, order.split()))
            works = [partial(hand_in, drafts[first::AT_ONCE]) for first in range(AT_ONCE)]
        for child in [started(work) for work in works]:
            os.waitpid(child, 0)
        say("over")


if __name__ == "__main__":
    main()

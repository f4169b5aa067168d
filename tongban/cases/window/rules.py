"""What counts as a trip, who stands how to papers of the window, and what is kept of what was typed there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tongban.cases import rules as cases
from tongban.cases.states import MOVES, Verb
from tongban.cases.window.errors import NotAWay, NotSigned, NoWitness, TooManyCopies
from tongban.cases.window.states import Way
from tongban.kernel.actors import Role
from tongban.kernel.codes import mobile
from tongban.kernel.errors import Broken, Faulty
from tongban.kernel.reach import ALL, Reach, among, every

MOST_COPIES = 99
SHORTEST_ADDRESS = 6
DRAWN = re.compile(r"M\d{1,4} \d{1,4}(?: [ML]\d{1,4} \d{1,4}){2,}")  # what a pen draws: from here, to there
LONGEST_NAME, LONGEST_ADDRESS, LONGEST_NOTE, LONGEST_DRAWING = 50, 120, 300, 20_000

REACH = Reach(roles={Role.RECEIVER: ALL, Role.ACCEPTOR: ALL})
"""Who sees papers of the window and lists of them: the clerks of its region who take in, and the department that they
are for. They name cases and no persons."""

HANDED_OUT = Reach(
    roles={Role.HANDOUT: cases.REACH.roles[Role.HANDOUT]},
    recusing=cases.REACH.recusing,
    bearing=cases.REACH.bearing,
)
"""What a clerk hands out: of the cases that exist for them, those that do so for that."""

BEGUN = Reach(
    roles={Role.RECEIVER: every(among("channel", "WEB"), among("state", "DRAFT"))},
    recusing=cases.REACH.recusing,
)
"""Drafts begun online: a clerk who takes in learns that they are there when their applicant stands before them.

Nothing written in them is shown before the applicant agrees (``taking_over``)."""

OWED = Reach(
    roles={Role.RECEIVER: among("state", *MOVES.sources(Verb.SUPPLY_DEFERRED))},
    recusing=cases.REACH.recusing,
    bearing=cases.REACH.bearing,
)
"""What a clerk takes in of what was promised to follow, also in matters that were applied for online: of the person who
stands before them (工作规范21(1): 办事人选择渠道)."""

OF_THE_GUIDE = {"ELECTRONIC": Way.ONLINE, "DIRECT": Way.WINDOW, "COLLECTION": Way.WINDOW, "POST": Way.POST}
"""What the guide's ways of delivery (送达方式) are here; announcement is no choice of the applicant's."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a result is posted to; kept encrypted."""

    name: str
    mobile: str
    place: str


@dataclass(frozen=True, slots=True)
class OnPaper:
    """What of one material was on the counter: seen as original, copies handed in, originals that stay."""

    seen: bool = False
    copies: int = 0
    kept: int = 0

    @property
    def handed_in(self) -> bool:
        """Tell whether paper stays here: it counts as handed in as a scan does (工作规范21: 电子材料与纸质材料同等)."""
        return bool(self.copies or self.kept)

    @property
    def words(self) -> str:
        """Return what the receipt says of it, nothing where there was nothing."""
        said = (
            "原件已核对，当场退还" if self.seen and not self.kept else "",
            f"收存原件{self.kept}份" if self.kept else "",
            f"复印件{self.copies}份" if self.copies else "",
        )
        return "，".join(part for part in said if part)


def trips(visits: Iterable[tuple[date, str]]) -> int:
    """Return how often somebody had to come in a matter: visits on the same day at the same place are one trip.

    ``visits``: day and place of every act for which somebody stood at a window (工作规范9, 35: 跑动次数).
    """
    return len(set(visits))


def ways(offered: Collection[str]) -> tuple[Way, ...]:
    """Return the ways of delivery that can be chosen: what the guide says, else the window and online (工作规范22)."""
    named = {OF_THE_GUIDE[one] for one in offered if one in OF_THE_GUIDE}
    return tuple(way for way in Way if way in (named or {Way.ONLINE, Way.WINDOW}))


def chosen(way: str, among: Collection[Way]) -> Way:
    """Return the way as it will be kept; NotAWay for one that the guide does not offer."""
    if way not in among:
        raise NotAWay(field="way")
    return Way(way)


def address(name: str, telephone: str, place: str) -> Address:
    """Return an address as it will be kept; Faulty names everything that is missing of it."""
    faults: dict[str, str] = {}
    kept = Address(name.strip()[:LONGEST_NAME], _mobile(telephone, faults), place.strip()[:LONGEST_ADDRESS])
    if not kept.name:
        faults["name"] = "请填写收件人姓名。"
    if len(kept.place) < SHORTEST_ADDRESS:
        faults["place"] = "请填写完整的收件地址，写到门牌号。"
    if faults:
        raise Faulty(faults)
    return kept


def _mobile(text: str, faults: dict[str, str]) -> str:
    try:
        return mobile.parse(text).code
    except Broken as refusal:
        faults["mobile"] = refusal.message
        return ""


def copies(text: str) -> int:
    """Return a number of sheets as it was typed, nothing typed as none; TooManyCopies for what is no small number."""
    plain = text.strip()
    if not plain:
        return 0
    if not plain.isascii() or not plain.isdigit() or int(plain) > MOST_COPIES:
        raise TooManyCopies
    return int(plain)


def witnessed(witness: str, told: str) -> dict[str, str]:
    """Return who saw that a signature was refused, and what happened; NoWitness where one of both is missing.

    留置送达: from the rules of civil procedure, which rules of administration follow (待核定).
    """
    kept = {"witness": witness.strip()[:LONGEST_NAME], "told": told.strip()[:LONGEST_NOTE]}
    if not all(kept.values()):
        raise NoWitness(field="witness" if not kept["witness"] else "told")
    return kept


def lacking(notes: Mapping[UUID, str]) -> dict[UUID, str]:
    """Return what a department says is missing of which papers, as it is kept; papers without a word are not named."""
    return {key: text.strip()[:LONGEST_NOTE] for key, text in notes.items() if text.strip()}


def drawing(text: str) -> str:
    """Return the lines of a signature as they are kept: numbers only; NotSigned for none, and for anything else."""
    plain = text.strip()
    if len(plain) > LONGEST_DRAWING or not DRAWN.fullmatch(plain):
        raise NotSigned(field="signature")
    return plain

"""What is to be made: every case with its item, its applicant and its story. Follows from the files and the guides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from tongban.catalog import api as catalog
from tongban.kernel.limits import Unit

FIRST_MINUTE, APART, MORNING = 9 * 60 + 10, 7, 160  # received from ten past nine on, within so many minutes
LICENCE = "ADMINISTRATIVE_LICENCE"
PERSON = "NATURAL_PERSON"
WEB, AGENT = "WEB", "AGENT"

Step = Mapping[str, Any]
Office = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Play:
    """One case to make. ``place`` is its number and that of its applicant.

    ``who``: the user name of the one of the cast who applies, of a story of their own; else somebody invented.
    ``ago``: how many working days ago it was received; ``minute``: at which minute of that day; ``firm``: whether an
    enterprise applies; ``channel``: COUNTER, WEB or AGENT, who applies online for somebody else.
    """

    place: int
    item: str
    office: Office
    channel: str
    firm: bool
    ago: int
    minute: int
    story: Mapping[str, Any]
    who: str = ""

    @property
    def steps(self) -> Sequence[Step]:
        """Return what is done to it after it was received."""
        found: Sequence[Step] = self.story.get("steps", ())
        return found

    @property
    def at_once(self) -> bool:
        """Tell whether it is decided on the spot."""
        return bool(self.story.get("at_once"))


def plan(data: Mapping[str, Any], guides: Mapping[str, catalog.Guide]) -> list[Play]:
    """Return all cases in their order: every story as often as it says, over the items that it fits in turn.

    ``guides``: item → guide in force. An item without one is left out, and so is a story that fits none.
    """
    places = count(1)
    offices = [(item, office) for office in data["offices"] for item in office["items"] if item in guides]
    return [
        play
        for number, story in enumerate(data["stories"])
        for play in _told(story, _turned(offices, number), guides, places)
    ]


def _turned(offices: list[tuple[str, Office]], by: int) -> list[tuple[str, Office]]:
    """Begin every story with another item, each office's items apart, so that all of them occur."""
    start = by * 5 % max(len(offices), 1)
    mixed = sorted(range(len(offices)), key=lambda place: (place * 17 + start) % max(len(offices), 1))
    return [offices[place] for place in mixed]


def _told(
    story: Mapping[str, Any],
    offices: Sequence[tuple[str, Office]],
    guides: Mapping[str, catalog.Guide],
    places: Iterator[int],
) -> Iterator[Play]:
    fitting = [(item, office) for item, office in offices if _fits(story, item, guides[item])]
    for number in range(story["count"] if fitting else 0):
        item, office = fitting[number % len(fitting)]
        place = next(places)
        channel = story["channels"][number % len(story["channels"])]
        who = story.get("who", "")
        firm = not who and _of_firm(guides[item], place, agent=channel == AGENT)
        yield Play(
            place=place,
            item=item,
            office=office,
            channel=WEB if firm and channel == AGENT else channel,
            firm=firm,
            ago=_ago(story, number, guides[item]),
            minute=FIRST_MINUTE + place * APART % MORNING,
            story=story,
            who=who,
        )


def _fits(story: Mapping[str, Any], item: str, guide: catalog.Guide) -> bool:
    if "items" in story:
        return item in story["items"]
    at_once = guide.basics.project_type == catalog.ProjectType.IMMEDIATE
    # Where the originals are to be seen first, things go another way: only the stories that name the item know it.
    if at_once != bool(story.get("at_once")) or guide.basics.prescreen is not None:
        return False
    return guide.regime == LICENCE if story.get("licence") else True


def _of_firm(guide: catalog.Guide, place: int, *, agent: bool) -> bool:
    """Tell whether an enterprise applies: where only they may, and every second time where both do.

    An agent is named at a counter, and so by a person: firms name theirs online.
    """
    objects = set(map(str, guide.basics.service_objects))
    return PERSON not in objects or (objects != {PERSON} and place % 2 == 0 and not agent)


def _ago(story: Mapping[str, Any], number: int, guide: catalog.Guide) -> int:
    """Return how long ago: spread evenly over the days of the story, or such that the promised limit is nearly over."""
    promised = guide.limits.promised
    if story.get("nearly") and promised.unit == Unit.WORKING_DAY:
        return int(promised.amount)
    first, last = story["ago"]
    return int(first + (last - first) * number // max(story["count"] - 1, 1))

"""What every page knows: the area chosen, how it is shown, who is here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.duties import api as duties
from tongban.identity import api as identity
from tongban.kernel.actors import VISITOR, ActorKind, Role
from tongban.orgs import api as orgs

AREA_COOKIE = "tb_area"
ELDER_COOKIE = "tb_elder"
CONTRAST_COOKIE = "tb_contrast"


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the main navigation."""

    url: str
    word: str
    icon: str
    current: bool


class Page:
    """The page's own facts; each is worked out only when a template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        """Keep the request."""
        self._request = request

    @property
    def elder(self) -> bool:
        """Tell whether the large version is on."""
        return self._request.COOKIES.get(ELDER_COOKIE) == "1"

    @property
    def contrast(self) -> bool:
        """Tell whether high contrast is on."""
        return self._request.COOKIES.get(CONTRAST_COOKIE) == "1"

    @property
    def lang(self) -> str:
        """Return the language tag of the page."""
        return "en" if getattr(self._request, "LANGUAGE_CODE", "") == "en" else "zh-CN"

    @property
    def sample(self) -> bool:
        """Tell whether this is the sample city, in which nothing is real."""
        return bool(settings.SAMPLE_MODE)

    @cached_property
    def areas(self) -> list[orgs.Area]:
        """Return what can be chosen as the area: the city first; nothing as long as nothing is loaded."""
        return orgs.areas()

    @property
    def city(self) -> orgs.Area | None:
        """Return the city itself."""
        return self.areas[0] if self.areas else None

    @cached_property
    def area(self) -> orgs.Area | None:
        """Return the chosen area; the whole city if none was chosen or the choice is unknown."""
        chosen = self._request.COOKIES.get(AREA_COOKIE, "")
        return next((area for area in self.areas if area.code == chosen), self.city)

    @cached_property
    def parties(self) -> list[identity.PartyView]:
        """Return whom a signed-in citizen may act as, and on what ground: themselves first."""
        user = getattr(self._request, "user", None)
        return identity.parties_of(user, at=timezone.now()) if isinstance(user, identity.User) else []

    @property
    def acting(self) -> identity.PartyView | None:
        """Return whom the signed-in citizen acts for, and by what; None for who acts as themselves."""
        actor = getattr(self._request, "actor", VISITOR)
        if actor.mandate is None:
            return None
        return next((party for party in self.parties if party.id == actor.party), None)

    @property
    def acting_for(self) -> str:
        """Return the name of whom the signed-in citizen acts for."""
        actor = getattr(self._request, "actor", VISITOR)
        return next((party.name for party in self.parties if party.id == actor.party), "")

    @property
    def nav(self) -> list[Link]:
        """Return the main navigation, the same in the header and at the foot of a phone."""
        return [
            self._link("/", _("首页"), "house"),
            self._link("/items/", _("办事"), "list-checks"),
            self._link("/places/", _("大厅"), "landmark"),
            self._link("/my/", _("我的"), "user-round"),
        ]

    @property
    def staff(self) -> bool:
        """Tell whether a member of staff is signed in."""
        return getattr(self._request, "actor", VISITOR).kind == ActorKind.STAFF

    @property
    def shell(self) -> str:
        """Return the template around pages that citizens and staff share: staff keep the header of the desk."""
        return "web/desk/base.html" if self.staff else "web/base.html"

    @property
    def receives(self) -> bool:
        """Tell whether a clerk of the general counter is signed in."""
        return self._holds(Role.RECEIVER)

    @property
    def watches(self) -> bool:
        """Tell whether one is signed in who watches the limits of others, or of the own department."""
        return bool(duties.watching(getattr(self._request, "actor", VISITOR)))

    @property
    def audits(self) -> bool:
        """Tell whether the audit administrator is signed in."""
        return self._holds(Role.AUDITOR)

    @property
    def manages(self) -> bool:
        """Tell whether somebody who manages items is signed in."""
        return self._holds(Role.ITEM_MANAGER)

    @property
    def administers(self) -> bool:
        """Tell whether somebody is signed in who opens accounts of staff or gives posts."""
        return self._holds(Role.SECURITY) or self._holds(Role.OPERATOR)

    @property
    def keeps_out(self) -> bool:
        """Tell whether matters of somebody are left out of what this member of staff sees."""
        return len(getattr(self._request, "actor", VISITOR).recused) > 0

    @property
    def operates(self) -> bool:
        """Tell whether somebody who runs the system is signed in."""
        return self._holds(Role.OPERATOR)

    @property
    def now(self) -> datetime:
        """Return the moment the page was made: nothing on it is newer."""
        return timezone.now()

    @property
    def path(self) -> str:
        """Return the address of this page, to come back to after a preference is set."""
        return self._request.get_full_path()

    def _holds(self, role: Role) -> bool:
        return bool(getattr(self._request, "actor", VISITOR).holds(role))

    def _link(self, url: str, word: str, icon: str) -> Link:
        here = self._request.path
        return Link(url, word, icon, here == url if url == "/" else here.startswith(url))


def page_of(request: HttpRequest) -> Page:
    """Return the page's facts, worked out once a request for view and template alike."""
    return cast("Page", request.__dict__.setdefault("shown", Page(request)))


def page(request: HttpRequest) -> dict[str, Page]:
    """Give every template its ``page``."""
    return {"page": page_of(request)}

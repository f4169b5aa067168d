"""What every page knows: the area chosen, how it is shown, who is here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongban.cases.archive import api as archive
from tongban.cases.complaints import api as complaints
from tongban.cases.desk import api as desk
from tongban.catalog import api as catalog
from tongban.catalog.directory import api as directory
from tongban.duties import api as duties
from tongban.identity import api as identity
from tongban.kernel.actors import ADMINISTRATORS, VISITOR, ActorKind, Role
from tongban.kernel.days import SHANGHAI
from tongban.orgs import api as orgs
from tongban.privacy import api as privacy
from tongban.web.sessions import SessionStore

AREA_COOKIE = "tb_area"
ELDER_COOKIE = "tb_elder"
CONTRAST_COOKIE = "tb_contrast"
THE_PARTY_S_OWN = frozenset({"my:profile", "my:privacy", "my:looked"})
"""The pages of who speaks for the party; whoever was trusted with a matter of it is refused them."""
WITHOUT_CASES = ADMINISTRATORS | {
    Role.ITEM_MANAGER,
    Role.ITEM_REVIEWER,
    Role.LEGAL_REVIEWER,
    Role.ITEM_APPROVER,
    Role.DATA_MANAGER,
}


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
    def stamp(self) -> orgs.Stamp:
        """Return what tells the state of regions, places and calendars in which the page is made from every other."""
        return orgs.stamp()

    @cached_property
    def areas(self) -> list[orgs.Area]:
        """Return what can be chosen as the area: the city first; nothing as long as nothing is loaded."""
        return orgs.areas(self.stamp)

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
    def parties(self) -> list[identity.Capacity]:
        """Return whom a signed-in citizen may act as, and on what ground: themselves first; staff act for nobody."""
        if self.staff:
            return []
        user = getattr(self._request, "user", None)
        return identity.capacities_of(user, at=timezone.now()) if isinstance(user, identity.User) else []

    @property
    def acting(self) -> identity.Capacity | None:
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
    def my_nav(self) -> list[Link]:
        """Return the navigation of one's own space: what there is of it, and what of it is open to who acts.

        Nothing for staff, whose space is the desk.
        """
        if self.staff:
            return []
        names = (
            ("my:home", _("我的办件")),
            ("my:messages", _("消息")),
            ("my:profile", _("我的资料")),
            ("my:enterprises", _("企业")),
            ("my:delegations", _("委托代办")),
            ("my:security", _("登录与设备")),
            ("my:links", _("登录过的系统")),
            ("my:privacy", _("隐私")),
            ("my:looked", _("谁看了我的信息")),
        )
        here = self._request.path
        found = [(url, word) for name, word in names if self._opens(name) and (url := _address(name))]
        if here.startswith(_address("my:devices") or " "):
            here = _address("my:security")
        best = max((url for url, _word in found if here.startswith(url)), key=len, default="")
        return [Link(url, word, "", url == best) for url, word in found]

    @property
    def manages_data(self) -> bool:
        """Tell whether a data manager is signed in."""
        return self._holds(Role.DATA_MANAGER)

    @property
    def me(self) -> str:
        """Return the name of who is signed in, as the header says it."""
        user = getattr(self._request, "user", None)
        return user.display_name if isinstance(user, identity.User) else ""

    @property
    def idle_seconds(self) -> int | str:
        """Return after how many seconds without another request one is signed out."""
        session = getattr(self._request, "session", None)
        return session.seconds_left(timezone.now()) if isinstance(session, SessionStore) else 0

    @property
    def idle_words(self) -> str:
        """Say when one is signed out, for whoever no script will warn."""
        minutes = int(self.idle_seconds) // 60
        said = ngettext(
            "%(n)s 分钟没有打开别的页面会自动退出登录，请在这之前保存。",
            "%(n)s 分钟没有打开别的页面会自动退出登录，请在这之前保存。",
            minutes,
        )
        return said % {"n": minutes}

    @cached_property
    def watermark(self) -> str:
        """Return what stands behind every page of the desk: who looks, by name and employee number, and when."""
        user = getattr(self._request, "user", None)
        if not self.staff or not isinstance(user, identity.User):
            return ""
        here, number = self.now.astimezone(SHANGHAI), identity.staff_number(user)
        return f"{user.display_name} {number} {here:%Y-%m-%d %H:%M}"

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
    def handles(self) -> bool:
        """Tell whether the inbox of cases is there for this member of staff: not for those whose posts reach none."""
        grants = getattr(self._request, "actor", VISITOR).grants
        return not grants or any(grant.role not in WITHOUT_CASES for grant in grants)

    @property
    def hands_out(self) -> bool:
        """Tell whether a clerk is signed in who hands results out."""
        return self._holds(Role.HANDOUT)

    @property
    def hands_over(self) -> bool:
        """Tell whether one is signed in who hands papers over to departments, or takes them over there."""
        return self.receives or self._holds(Role.ACCEPTOR)

    @property
    def writes(self) -> bool:
        """Tell whether one is signed in who keeps the texts of a department."""
        return bool(desk.departments_of(getattr(self._request, "actor", VISITOR)))

    @property
    def answers_complaints(self) -> bool:
        """Tell whether one is signed in who answers what applicants say of how their matters are handled."""
        return complaints.may_answer(getattr(self._request, "actor", VISITOR))

    @property
    def archives(self) -> bool:
        """Tell whether one is signed in who files what is over in a department."""
        return archive.may_read(getattr(self._request, "actor", VISITOR))

    @property
    def manages(self) -> bool:
        """Tell whether somebody who manages items is signed in."""
        return self._holds(Role.ITEM_MANAGER)

    @property
    def brings(self) -> bool:
        """Tell whether somebody is signed in who may bring files to the list of items."""
        return directory.may_bring(getattr(self._request, "actor", VISITOR))

    @property
    def administers(self) -> bool:
        """Tell whether somebody is signed in who opens accounts of staff or gives posts."""
        return self._holds(Role.SECURITY) or self._holds(Role.OPERATOR)

    @property
    def keeps_out(self) -> bool:
        """Tell whether matters of somebody else are left out of what this member of staff sees.

        Their own alone are not worth a word: everybody keeps out of those.
        """
        actor = getattr(self._request, "actor", VISITOR)
        return bool(actor.recused - {actor.person})

    @property
    def operates(self) -> bool:
        """Tell whether somebody who runs the system is signed in."""
        return self._holds(Role.OPERATOR)

    @property
    def secures(self) -> bool:
        """Tell whether the security administrator is signed in."""
        return self._holds(Role.SECURITY)

    @property
    def recovers(self) -> bool:
        """Tell whether an administrator is signed in: they help with a lost second factor, two of them each time."""
        return any(map(self._holds, ADMINISTRATORS))

    @property
    def keeps(self) -> bool:
        """Tell whether one is signed in who keeps the list of items, or watches over it."""
        return catalog.may_keep(getattr(self._request, "actor", VISITOR))

    @property
    def revises(self) -> bool:
        """Tell whether one is signed in who writes, judges or watches over what is published of items."""
        return catalog.may_revise(getattr(self._request, "actor", VISITOR))

    @property
    def now(self) -> datetime:
        """Return the moment the page was made: nothing on it is newer."""
        return timezone.now()

    @property
    def path(self) -> str:
        """Return the address of this page, to come back to after a preference is set."""
        return self._request.get_full_path()

    def _opens(self, name: str) -> bool:
        return name not in THE_PARTY_S_OWN or privacy.speaks_for_own(getattr(self._request, "actor", VISITOR))

    def _holds(self, role: Role) -> bool:
        return bool(getattr(self._request, "actor", VISITOR).holds(role))

    def _link(self, url: str, word: str, icon: str) -> Link:
        here = self._request.path
        return Link(url, word, icon, here == url if url == "/" else here.startswith(url))


def _address(name: str) -> str:
    """Return the address of a page by its name, nothing where this installation has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def page_of(request: HttpRequest) -> Page:
    """Return the page's facts, worked out once a request for view and template alike."""
    return cast("Page", request.__dict__.setdefault("shown", Page(request)))


def page(request: HttpRequest) -> dict[str, Page]:
    """Give every template its ``page``."""
    return {"page": page_of(request)}

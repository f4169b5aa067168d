"""Where a person is in the application, and what comes before and after."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from tongban.cases import api as cases
from tongban.catalog import api as catalog
from tongban.identity import api as identity


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the application."""

    slug: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Way:
    """All the pages of one application, the one that is open, and who applies for the applicant.

    ``as_organisation``: a person has begun it in their own name and writes of an organisation.
    """

    steps: list[Step]
    index: int
    acting: identity.ActingPerson | None = None
    as_organisation: bool = False

    @property
    def words(self) -> str:
        """Return the progress as words: 第 2 步，共 8 步：经营场所."""
        here = self.steps[self.index]
        return _("第 %(n)d 步，共 %(all)d 步：%(title)s") % {
            "n": self.index + 1,
            "all": len(self.steps),
            "title": here.title,
        }

    @property
    def back(self) -> Step | None:
        """Return the page before, if any."""
        return self.steps[self.index - 1] if self.index else None

    @property
    def next(self) -> Step | None:
        """Return the page after, if any."""
        return self.steps[self.index + 1] if self.index + 1 < len(self.steps) else None


def way(case: cases.Case, slug: str) -> Way | None:
    """Return the pages of this application with the one of this name open; None if there is no such page."""
    steps = _steps(case)
    found = [index for index, step in enumerate(steps) if step.slug == slug]
    if not found:
        return None
    online = case.channel == cases.Channel.WEB
    return Way(steps, found[0], cases.acting_for(case), online and cases.names_an_organisation(case))


def first_url(case: cases.Case) -> str:
    """Return the first page of the application."""
    return _steps(case)[0].url


def next_url(case: cases.Case, faults: Collection[str]) -> str:
    """Return the first page on which something is missing; the last one when nothing is.

    Where nobody has saved anything yet, that is the first: what was filled in beforehand wants to be looked at.
    """
    if case.changed_at == case.opened_at:
        return first_url(case)
    wrong = {step_of(case, fault) for fault in faults}
    steps = _steps(case)
    return next((step.url for step in steps if step.slug in wrong), steps[-1].url)


def reached(case: cases.Case, faults: Collection[str]) -> Way:
    """Return the pages with that one open on which somebody goes on: the first on which something is missing."""
    steps, url = _steps(case), next_url(case, faults)
    return Way(steps, next(index for index, step in enumerate(steps) if step.url == url))


def step_of(case: cases.Case, fault: str) -> str:
    """Return the name of the page on which a fault is mended: the page of a field or its rows, or the materials."""
    question = case.guide.guide.form.properties.get(catalog.field_of(fault))
    return question.group if question else "materials"


def _steps(case: cases.Case) -> list[Step]:
    form = case.guide.guide.form
    pages = [_step(case, "form", page.group.title, page.group.id) for page in catalog.groups(form)]
    return [*pages, _step(case, "materials", _("上传材料")), *_papers(case), _step(case, "check", _("核对并提交"))]


def _papers(case: cases.Case) -> list[Step]:
    """Return the page on which a clerk says which originals were seen and which papers stay; none online."""
    if case.channel != cases.Channel.COUNTER:
        return []
    return [Step("papers", _("核对纸质材料"), reverse("counter:papers", kwargs={"draft": case.pk}))]


def _step(case: cases.Case, view: str, title: str, group: str = "") -> Step:
    kwargs = {"draft": case.pk, "group": group} if group else {"draft": case.pk}
    return Step(group or view, title, reverse(f"apply:{view}", kwargs=kwargs))

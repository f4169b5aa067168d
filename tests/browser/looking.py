"""What can be found wrong with a page by looking at it: barriers, widths, things too small to press."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.browser.conftest import PHONE, ROOT, WIDE, People

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
EVERY_RULE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# What a change of colours and sizes alone can break.
RULES_OF_LOOKS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block", "target-size"]}}
# What a finger must hit: everything that can be pressed, but a link inside a sentence (WCAG 2.5.8 lets those be).
SMALL = """
(least) => [...document.querySelectorAll('a, button, summary, select, input:not([type=hidden]), textarea')]
  .filter(e => e.checkVisibility() && e.getBoundingClientRect().width > 1)
  .filter(e => !(e.tagName === 'A' && getComputedStyle(e).display === 'inline'))
  .filter(e => !e.classList.contains('govuk-skip-link') && !e.matches('input[type=radio], input[type=checkbox]'))
  .filter(e => e.getBoundingClientRect().height < least - 0.5 || e.getBoundingClientRect().width < 43.5)
  .map(e => e.outerHTML.slice(0, 120) + ' ' + JSON.stringify(e.getBoundingClientRect()))
"""
# Modes swap tokens by an attribute of the root and nothing else, so one page can be looked at in all of them.
MODES = {"plain": [], "elder": ["data-elder"], "contrast": ["data-contrast"], "both": ["data-elder", "data-contrast"]}
SET = """modes => { for (const name of ["data-elder", "data-contrast"])
  document.documentElement.toggleAttribute(name, modes.includes(name)); }"""
# Only what is wrong is worked out in full and told: all that is right on a long page takes longer to tell than to find.
ASK = """async rules => (await axe.run(document, {...rules, resultTypes: ["violations"]})).violations.flatMap(
  one => one.nodes.map(node => `${one.id}: ${JSON.stringify(node.target)} ${node.failureSummary}`))"""


def violations(page: Page, rules: dict[str, Any] = EVERY_RULE) -> list[str]:
    """Return what axe finds on the page as it stands, a line for every part of it that breaks a rule."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(ASK, rules)
    return found


class Looker:
    """Looks at the page that is open, in every mode and at both widths, and remembers what is wrong."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.wrong: list[str] = []

    def look(self, name: str) -> None:
        self.page.set_viewport_size(WIDE)
        for mode, attributes in MODES.items():
            self.page.evaluate(SET, attributes)
            self._note(name, mode, violations(self.page, RULES_OF_LOOKS if attributes else EVERY_RULE))
        self.page.set_viewport_size(PHONE)
        for mode, attributes in MODES.items():
            self.page.evaluate(SET, attributes)
            width = self.page.evaluate("document.documentElement.scrollWidth")
            self._note(name, mode, [f"{width} px wide"] if width > PHONE["width"] else [])
            self._note(name, mode, self.page.evaluate(SMALL, 60 if "data-elder" in attributes else 44))
        self.page.evaluate(SET, [])
        self.page.set_viewport_size(WIDE)

    def at(self, path: str) -> None:
        self.page.goto(path)
        self.look(path)

    def _note(self, name: str, mode: str, found: list[str]) -> None:
        self.wrong += [f"{name} ({mode}): {one}" for one in found]


class Lookers(dict[str, Looker]):
    """Those who look at their pages, each signed in when first asked for."""

    def __init__(self, people: People) -> None:
        super().__init__()
        self._people = people

    def __missing__(self, name: str) -> Looker:
        found = self[name] = Looker(self._people[name])
        return found

    def wrong(self) -> str:
        """Return all that anybody found wrong."""
        return "\n".join(one for looker in self.values() for one in looker.wrong)

"""The rules as they are written, each as a line of the page."""

from collections.abc import Iterable
from dataclasses import dataclass

from governance.engine.document import DocumentError, read_document
from governance.engine.effects import Effect
from governance.engine.reading import Place
from governance.engine.rules import read_rule
from governance.models import LIVE, BoundaryRule, RuleStatus
from governance.portal.boundaries.wording import STATUSES, Said, marks, said
from governance.selectors.boundaries import Overview, as_document, options_of


@dataclass(frozen=True, slots=True)
class Line:
    """A rule as it is written: in words, or why it does not read.

    ``mark`` is what the next version changes about it: "new", "changed", "gone".
    """

    row: BoundaryRule
    said: Said | None
    problem: str
    mark: str

    @property
    def shade(self) -> str:
        """How its status looks."""
        return STATUSES[RuleStatus(self.row.status)][0]

    @property
    def status(self) -> str:
        """The word for its status."""
        return STATUSES[RuleStatus(self.row.status)][1]

    @property
    def is_live(self) -> bool:
        """Whether it is in the next version."""
        return self.row.status in LIVE


def lines_of(page: Overview) -> list[Line]:
    """Return every rule as a line, by number."""
    marked = marks(page)
    place = Place(lists=options_of(page.lists))
    found = []
    for row in page.rules:
        words, problem = _said(row, place, page)
        found.append(Line(row, words, problem, marked.get(row.key, "")))
    return found


def guardrail_lines(page: Overview) -> list[Said]:
    """Return the platform's own rules, which bind every agent here."""
    if page.guardrails is None:
        return []
    rules = read_document(page.guardrails.document, guardrails=True)
    return [said(rule, page.agents) for rule in rules]


def grouped(lines: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """Return lines by the action that they are about, most lenient first."""
    groups: dict[str, list[Line]] = {}
    for line in sorted(lines, key=_order):
        groups.setdefault(line.row.action, []).append(line)
    return list(groups.items())


def _order(line: Line) -> tuple[str, int, int]:
    effect = Effect(line.row.effect)
    return line.row.action, effect.strictness, line.row.number


def _said(row: BoundaryRule, place: Place, page: Overview) -> tuple[Said | None, str]:
    try:
        return said(read_rule(as_document(row), place=place), page.agents), ""
    except DocumentError as error:
        return None, str(error)

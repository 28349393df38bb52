"""The exam outline as text: `[outline]`, `[[section]]` and `[[section.leaf]]` tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from studyapp.domain.blueprint import Leaf, Outline, Section
from studyapp.domain.content import Level
from studyapp.domain.note_rules import check_text, unknown_name
from studyapp.formats import toml_text

CERTAINTIES = ("seen", "recalled", "unknown")

_OUTLINE: Mapping[str, type] = {
    "name": str, "effective": str, "source": str, "certainty": str, "minutes": int, "unscored": int,
}  # fmt: skip
_SECTION: Mapping[str, type] = {"id": str, "title": str, "short_title": str, "questions": int, "leaf": list}
_LEAF: Mapping[str, type] = {
    "id": str, "title": str, "group": str, "level": str, "level_certainty": str, "topics": list, "numeric": bool,
}  # fmt: skip
_TYPE_WORDS = {str: "a text in quotes", int: "a whole number", list: "a list", bool: "true or false"}

Report = Callable[[str, str, str], None]
"""Takes what the mistake is in (`leaf IV.C.6`), the field and the sentence."""


def read_outline(tables: Mapping[str, Any], report: Report) -> Outline:
    """The outline in the `outline` and `section` tables of a file; every mistake goes to `report`."""
    head = tables.get("outline", {})
    if not isinstance(head, Mapping):
        report("", "outline", "Write [outline] once, as a table.")
        head = {}
    found = _checked(head, _OUTLINE, "outline", report)
    sections = tuple(_section(row, report) for row in _rows(tables, "section", "", report))
    _check_ids(sections, report)
    return Outline(
        name=found.get("name", ""),
        effective=found.get("effective", ""),
        source=found.get("source", ""),
        certainty=found.get("certainty", ""),
        minutes=found.get("minutes", 0),
        unscored_questions=found.get("unscored", 0),
        sections=sections,
    )


def outline_lines(outline: Outline) -> Iterator[str]:
    """The outline as TOML, line by line."""
    yield "[outline]"
    head = {
        "name": outline.name,
        "effective": outline.effective,
        "source": outline.source,
        "certainty": outline.certainty,
        "minutes": outline.minutes,
        "unscored": outline.unscored_questions,
    }
    yield from toml_text.table_lines(head, "outline")
    for section in outline.sections:
        yield "\n[[section]]"
        said = {"id": section.id, "title": section.title, "short_title": section.short_title}
        yield from toml_text.table_lines({**said, "questions": section.questions}, "section")
        for leaf in section.leaves:
            yield "\n[[section.leaf]]"
            yield from toml_text.table_lines(_leaf_table(leaf), "section.leaf")


def _leaf_table(leaf: Leaf) -> dict[str, object]:
    table: dict[str, object] = {"id": leaf.id, "title": leaf.title}
    if leaf.group:
        table["group"] = leaf.group
    if leaf.level:
        table["level"] = leaf.level
    table["level_certainty"] = leaf.level_certainty
    if leaf.topics:
        table["topics"] = leaf.topics
    if leaf.numeric:
        table["numeric"] = True
    return table


def _section(row: Mapping[str, Any], report: Report) -> Section:
    where = f"section {row.get('id', '')}".strip()
    found = _checked(row, _SECTION, where, report, optional=("short_title", "leaf"))
    if found.get("questions", 1) < 1:
        report(where, "questions", "A section has at least one question.")
    leaves = tuple(_leaf(leaf, found.get("id", ""), report) for leaf in _rows(row, "leaf", where, report))
    title = found.get("title", "")
    short_title = found.get("short_title", title)
    return Section(found.get("id", ""), title, short_title, found.get("questions", 1), leaves)


def _leaf(row: Mapping[str, Any], section: str, report: Report) -> Leaf:
    where = f"leaf {row.get('id', '')}".strip()
    found = _checked(row, _LEAF, where, report, optional=("group", "level", "level_certainty", "topics", "numeric"))
    leaf_id, level = found.get("id", ""), found.get("level", "")
    if leaf_id and section and not leaf_id.startswith(f"{section}."):
        report(where, "id", f"The leaf stands in section {section}, so its id must begin with {section} and a point.")
    if level and level not in list(Level):
        report(where, "level", unknown_name("level", level, list(Level)))
    certainty = found.get("level_certainty", "recalled")
    if certainty not in CERTAINTIES:
        report(where, "level_certainty", unknown_name("certainty", certainty, CERTAINTIES))
    topics = found.get("topics", [])
    if not all(isinstance(topic, str) and not check_text(topic) for topic in topics):
        report(where, "topics", "This must be a list of texts.")
    return Leaf(
        leaf_id,
        found.get("title", ""),
        level,
        certainty,
        found.get("group", ""),
        tuple(topics),
        found.get("numeric", False),
    )


def _checked(
    table: Mapping[str, Any], types: Mapping[str, type], where: str, report: Report, optional: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The values that are there and have the right type."""
    found: dict[str, Any] = {}
    for name, value in table.items():
        if name not in types:
            report(where, name, unknown_name("field", name, [each for each in types if each not in table]))
        elif type(value) is not types[name]:
            report(where, name, f"This must be {_TYPE_WORDS[types[name]]}.")
        elif isinstance(value, str) and (wrong := check_text(value)):
            report(where, name, wrong)
        else:
            found[name] = value
    for name in types:
        if name not in table and name not in optional:
            report(where, name, "The field is missing; add it.")
    return found


def _rows(table: Mapping[str, Any], name: str, where: str, report: Report) -> list[Mapping[str, Any]]:
    rows = table.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        report(where, name, f"Write each {name} as a table of its own under double brackets.")
        return []
    return rows


def _check_ids(sections: tuple[Section, ...], report: Report) -> None:
    if not sections:
        report("", "section", "The outline has no section; add at least one.")
    seen: set[str] = set()
    for section in sections:
        for kind, identifier in (("section", section.id), *(("leaf", leaf.id) for leaf in section.leaves)):
            if identifier in seen:
                report(f"{kind} {identifier}", "id", "The id is there twice; each may be there once.")
            seen.add(identifier)

"""TOML that is safe to read from a stranger, and TOML that is pleasant to read in a diff."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from operator import methodcaller
from typing import Any

import tomli

MOST_KEY_PARTS = 32
MOST_TABLES = 300_000
"""Headers and points in keys, of which a file of 8 MiB with notes has half as many."""

WIDTH = 100
"""Longer values go over several lines."""

_PART = r"(?:[A-Za-z0-9_-]++|\"[^\"\\\n]*(?:\\.[^\"\\\n]*)*\"|'[^'\n]*+')[ \t]*+"
_KEY_START = r"(?:^|[\[{,])[ \t]*+"
# The parser needs cubic time for keys of thousands of parts, so such a key is found before it is parsed.
_LONG_KEY = re.compile(f"{_KEY_START}(?:{_PART}\\.[ \\t]*+){{{MOST_KEY_PARTS}}}", re.MULTILINE)
# It keeps a kibibyte for each table, and every part of a header or dotted key may be one.
_TABLES = re.compile(
    f"^[ \\t]*+\\[{{1,2}}[ \\t]*+(?:{_PART}\\.[ \\t]*+)*|{_KEY_START}(?:{_PART}\\.[ \\t]*+)+", re.MULTILINE
)
_count_points = methodcaller("count", ".")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_CONTROL_BUT_NEWLINE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[A-Z])")


def parse(text: str) -> dict[str, Any]:
    """The tables of a TOML text; ValueError with a sentence that tells the line where it goes wrong."""
    long_key = _long_key(text)
    if long_key is not None:
        line = text.count("\n", 0, long_key.start()) + 1
        raise ValueError(f"A key in line {line} has more than {MOST_KEY_PARTS} parts; use a shorter one.")
    if _has_too_many_tables(text):
        raise ValueError(f"There are more than {MOST_TABLES:,} tables; split the file into several files.")
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise ValueError(
            f"This is not valid TOML: {error}. Correct the line; texts need quotes around them."
        ) from error
    except RecursionError as error:
        raise ValueError("Lists or tables are nested too deeply; write them flat.") from error
    except ValueError as error:
        raise ValueError("A number has too many digits; write it as a text in quotes.") from error


def _long_key(text: str) -> re.Match[str] | None:
    # A key stands in one line, and few texts have lines with so many points: most need no closer look.
    if max(map(_count_points, text.split("\n"))) < MOST_KEY_PARTS:
        return None
    return _LONG_KEY.search(text)


def _has_too_many_tables(text: str) -> bool:
    # Each table takes a bracket or a point.
    if text.count("[") + text.count(".") <= MOST_TABLES:
        return False
    tables = 0
    for match in _TABLES.finditer(text):
        tables += max(1, match[0].count(".") + match[0].lstrip().startswith("["))
        if tables > MOST_TABLES:
            return True
    return False


def table_lines(table: Mapping[str, Any], path: str) -> Iterator[str]:
    """The keys of a table one a line, then its subtables under headers that begin with `path`."""
    below: list[tuple[str, Any]] = []
    for name, value in table.items():
        if isinstance(value, Mapping) or _is_rows(value):
            below.append((name, value))
        else:
            yield f"{key(name)} = {_value(value)}"
    for name, value in below:
        header = f"{path}.{key(name)}"
        if isinstance(value, Mapping):
            yield f"\n[{header}]"
            yield from (f"{key(each)} = {_value(entry)}" for each, entry in value.items())
            continue
        for row in value:
            yield f"\n[[{header}]]"
            yield from (f"{key(each)} = {_value(entry)}" for each, entry in row.items())


def key(name: str) -> str:
    """A key as it is written: bare where it may be."""
    return name if _BARE_KEY.fullmatch(name) else _basic(name)


def _is_rows(value: object) -> bool:
    return isinstance(value, (list, tuple)) and bool(value) and all(isinstance(row, Mapping) for row in value)


def _value(value: object) -> str:
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, (list, tuple)):
        return _list(value)
    return _inline(value)


def _inline(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case str():
            return _basic(value)
        case list() | tuple():
            return f"[{', '.join(map(_inline, value))}]"
        case Mapping():
            return f"{{ {', '.join(f'{key(name)} = {_inline(entry)}' for name, entry in value.items())} }}"
    raise TypeError(f"a deck holds no values of type {type(value).__name__}")


def _list(values: Sequence[object]) -> str:
    line = _inline(values)
    if len(line) <= WIDTH:
        return line
    return "[\n" + "".join(f"    {_inline(value)},\n" for value in values) + "]"


def _string(text: str) -> str:
    if "\n" in text:
        return _multi_line(text)
    if len(text) > WIDTH and _SENTENCE_END.search(text):
        # A backslash at the end of a line joins it to the next one, so that each sentence has a line of its own.
        return _multi_line(text, _SENTENCE_END)
    return _basic(text)


def _basic(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{_CONTROL.sub(_escape, escaped)}"'


def _multi_line(text: str, breaks: re.Pattern[str] | None = None) -> str:
    escaped = text.replace("\\", "\\\\").replace('"""', '""\\"')
    if escaped.endswith('"'):
        escaped = escaped[:-1] + '\\"'
    escaped = _CONTROL_BUT_NEWLINE.sub(_escape, escaped)
    joined = breaks.sub(r" \\" + "\n", escaped) if breaks else escaped
    return f'"""\n{joined}"""'


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"

"""What our Markdown has beyond CommonMark: formulas, and columns that are aligned without a style sheet."""

from __future__ import annotations

from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

from studyapp.domain.formula import formula_at


def formulas(markdown: MarkdownIt, picture: Callable[[str], str]) -> None:
    """Read `$…$` and `$$…$$`; `picture` gives the HTML that shows a formula's LaTeX."""
    markdown.inline.ruler.push("formula", _formula_in_line)
    markdown.block.ruler.before("fence", "formula", _formula_block, {"alt": ["paragraph", "blockquote", "list"]})
    markdown.add_render_rule("formula", lambda _, tokens, index, options, env: picture(tokens[index].content))
    markdown.add_render_rule(
        "formula_block", lambda _, tokens, index, options, env: f"<p>{picture(tokens[index].content)}</p>\n"
    )


def aligned_cells(markdown: MarkdownIt) -> None:
    """Give the cells of a table an `align` attribute in place of a style."""
    markdown.core.ruler.push("align", _align_cells)


def _formula_in_line(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "$":
        return False
    formula = formula_at(state.src, state.pos)
    if formula is None or formula.end > state.posMax:
        return False
    if not silent:
        if formula.display and (state.tokens or state.pending):
            state.push("hardbreak", "br", 0)
        state.push("formula", "img", 0).content = formula.latex
        if formula.display and formula.end < state.posMax:
            state.push("hardbreak", "br", 0)
    state.pos = formula.end
    return True


def _formula_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A display formula that has its lines for itself; without this rule `=` or `-` below it would make a heading."""
    if not _line(state, start_line).startswith("$$") or state.is_code_block(start_line):
        return False
    lines = _formula_lines(state, start_line, end_line)
    formula = formula_at("\n".join(lines), 0)
    if formula is None or formula.end < len("\n".join(lines)):
        return False
    if not silent:
        state.line = start_line + len(lines)
        token = state.push("formula_block", "img", 0)
        token.content, token.block, token.map = formula.latex, True, [start_line, state.line]
    return True


def _formula_lines(state: StateBlock, start_line: int, end_line: int) -> list[str]:
    """The lines from one that begins with `$$` to the one that ends with it, without the marks of quotes and lists."""
    lines = [_line(state, start_line)]
    for number in range(start_line + 1, end_line):
        if "$$" in (lines[0][2:] if len(lines) == 1 else lines[-1]) or not lines[-1]:
            break
        lines.append(_line(state, number))
    return lines


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]].rstrip()


def _align_cells(state: StateCore) -> None:
    for token in state.tokens:
        style = token.attrs.pop("style", None) if token.type in ("th_open", "td_open") else None
        if isinstance(style, str):
            token.attrs["align"] = style.removeprefix("text-align:")

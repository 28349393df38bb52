from __future__ import annotations

from pathlib import Path

import pytest

from studyapp.formats.media import LARGEST_MEDIUM, check_medium, image_addresses, media_kind, media_name

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n....", "png"),
        (b"\xff\xd8\xff\xe0....", "jpg"),
        (b"GIF89a....", "gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp"),
        (SVG.encode(), "svg"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- drawn -->\n<svg></svg>', "svg"),
        (b"<html><svg></svg></html>", ""),
        (b"<!-- a --> " * 3 + b"<svg/>", "svg"),
        (b"<!-- a --> " * 5_000, ""),
        (b"MZ\x90\x00", ""),
        (b"", ""),
    ],
)
def test_the_content_tells_what_a_picture_is(content: bytes, kind: str) -> None:
    assert media_kind(content) == kind


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("<script>alert(1)</script>", "script"),
        ("<svg:script>1</svg:script>", "script"),
        ('<g onload="x()"/>', "event handler"),
        ("<g ONCLICK = 'x()'/>", "event handler"),
        ("<foreignObject/>", "foreignObject"),
        ('<a href="https://x.y/"/>', "outside itself"),
        ('<image xlink:href="file:///etc/passwd"/>', "outside itself"),
        ('<image href="data:image/svg+xml;base64,AA"/>', "outside itself"),
        ('<image href="&#104;ttp://x.y/"/>', "outside itself"),
        ('<image href="//host/share.png"/>', "outside itself"),
        ("<style>@import 'x.css';</style>", "style sheet"),
        ('<rect fill="url(http://x.y/z)"/>', "address"),
        ('<rect fill="u&#114;l(http://x.y/z)"/>', "address"),
        ("\x00", "NUL"),
    ],
)
def test_an_svg_that_could_act_or_reach_out_is_refused(inside: str, words: str) -> None:
    assert words in check_medium("drawing.svg", SVG.format(inside).encode())


@pytest.mark.parametrize("start", ["<!DOCTYPE svg>", '<!DOCTYPE svg [<!ENTITY a "b">]>'])
def test_an_svg_with_a_doctype_is_refused(start: str) -> None:
    assert "DOCTYPE" in check_medium("drawing.svg", (start + SVG).encode())


@pytest.mark.parametrize(
    "inside",
    [
        '<use href="#a"/>',
        '<rect fill="url(#b)"/>',
        '<image href="data:image/png;base64,AA=="/>',
        "<text>once = 1</text>",
    ],
)
def test_a_drawing_that_keeps_to_itself_is_taken(inside: str) -> None:
    assert check_medium("drawing.svg", SVG.format(inside).encode()) == ""


USE = '<use href="#{}"/>'


@pytest.mark.parametrize(
    "inside",
    [
        '<g id="a"/><g id="b">' + USE.format("a") + "</g>" + USE.format("b"),
        '<g id="a"/><g id="b"><g><g>' + USE.format("a") + "</g></g></g>" + USE.format("b"),
        '<g id="a"/><use id="b" href="#a"/><use xlink:href=" #b"/>',
        '<g id="a">' + USE.format("a") + "</g>",
        '<g id="a"/>' + USE.format("a") * 1_001,
        '<g id="a">' + "<g/>" * 1_000 + "</g>" + USE.format("a") * 100,
        '<pattern id="a"/><pattern id="b"><g fill="url(#a)"/></pattern><g fill="url(#b)"/>',
        '<mask id="a"/><mask id="b"><g style="mask: url(#a)"/></mask><g mask="url(#b)"/>',
        '<marker id="a"/><marker id="b"><path marker-end="url(#a)"/></marker><path marker-end="url(#b)"/>',
        '<marker id="a"/><g marker-end="url(#a)"><marker id="b"><path/></marker></g><path marker-end="url(#b)"/>',
        '<marker id="a"/><style>path { marker-end: url(#a) }</style>',
    ],
)
def test_an_svg_whose_parts_multiply_is_refused(inside: str) -> None:
    sentence = check_medium("drawing.svg", SVG.format(inside).encode())

    assert "PNG picture" in sentence or "in the elements themselves" in sentence


def test_an_svg_that_is_cut_off_is_refused() -> None:
    assert "broken in line 2" in check_medium("drawing.svg", b"<svg>\n<g>")


@pytest.mark.parametrize(
    "inside",
    [
        '<g id="a"/>' + USE.format("a") * 1_000,
        '<linearGradient id="c"/><g id="a"><path fill="url(#c)"/></g>' + USE.format("a"),
        '<defs><marker id="a"><path/></marker></defs><path marker-end="url(#a)"/><path marker-end="url(#a)"/>',
        '<defs><pattern id="a"><path/></pattern></defs><rect fill="url(#a)"/>',
    ],
)
def test_parts_that_are_drawn_a_few_times_are_fine(inside: str) -> None:
    assert check_medium("drawing.svg", SVG.format(inside).encode()) == ""


def test_what_is_no_picture_is_refused() -> None:
    assert "no picture" in check_medium("a.png", b"MZ\x90\x00")
    assert "larger than 64 MiB" in check_medium("a.png", b"\x89PNG\r\n\x1a\n" + bytes(LARGEST_MEDIUM))
    assert "not in UTF-8" in check_medium("a.svg", b"<svg>\xff</svg>")


@pytest.mark.parametrize("address", ["run.svg", "a chart.png", "Übersicht.png", "a%20chart.png"])
def test_bare_file_names_are_media(address: str) -> None:
    assert media_name(address) == address.replace("%20", " ")


@pytest.mark.parametrize(
    "address",
    [
        "", "../a.png", "/a.png", "//host/a.png", "\\\\host\\a.png", "%5C%5Chost%5Ca.png", "file:///a.png", "C:a.png",
        "http://x/y.png", "data:image/png;base64,AA", ".hidden.png", "a.png.", "a\x00.png", "..", "a" * 121, "%2e%2e%2fa",
        "formula:eA==",
    ],
)  # fmt: skip
def test_anything_else_is_not(address: str) -> None:
    assert media_name(address) is None


def test_a_name_that_is_no_bare_name_is_refused() -> None:
    assert "name cannot be used" in check_medium("sub/a.png", b"\x89PNG\r\n\x1a\n")
    assert "name cannot be used" in check_medium("a%20b.png", b"\x89PNG\r\n\x1a\n")


def test_pictures_are_found_in_markdown_and_html() -> None:
    text = "![a](a.png) ![b](<b c.png>) ![d](d.png \"title\") <img alt='x' src='e.png'> <IMG SRC=f.png> \\![no](g.png)"

    assert image_addresses(text) == ["a.png", "b c.png", "d.png", "e.png", "f.png"]


def test_the_shipped_drawings_are_sound() -> None:
    media = Path(__file__).parents[2] / "decks" / "cmqoe" / "media"

    assert {
        path.name: check_medium(path.name, path.read_bytes())
        for path in media.iterdir()
        if check_medium(path.name, path.read_bytes())
    } == {}

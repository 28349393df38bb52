"""Pictures of a deck: which kinds are taken, and which names a card text asks for."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

from studyapp.formats.files import MIB
from studyapp.formats.svg_references import check_references

LARGEST_MEDIUM = 64 * MIB
LARGEST_MEDIA = 256 * MIB
"""Bytes of all media of one deck."""

LONGEST_NAME = 120

_NAME = re.compile(r"[^\x00-\x1f\x7f/\\:*?\"<>|\ud800-\udfff]+")
_MARKDOWN_IMAGE = re.compile(r"(?<!\\)!\[[^\]\n]{0,500}\]\(\s{0,9}(?:<([^<>\n]{1,300})>|([^()\s]{1,300}))")
_HTML_IMAGE = re.compile(
    r"<img\b[^<>]{0,500}?\bsrc\s{0,9}=\s{0,9}(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>]+))", re.IGNORECASE
)

_MOST_COMMENTS = 100
"""Comments before the drawing begins."""
_SVG_START = re.compile(rb"<(?:svg[\s/>]|!DOCTYPE\s+svg)")
_SVG_DANGERS = (
    (re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE), "a DOCTYPE or ENTITY"),
    (re.compile(r"<(?:[\w.-]+:)?script[\s/>]", re.IGNORECASE), "a script"),
    (re.compile(r"<(?:[\w.-]+:)?foreignObject[\s/>]", re.IGNORECASE), "a foreignObject"),
    (re.compile(r"<[^<>]*[\s\"'/]on[a-z]+\s*=", re.IGNORECASE), "an event handler"),
    (re.compile(r"<\?xml-stylesheet|@import", re.IGNORECASE), "a style sheet from elsewhere"),
    (re.compile(r"url\(\s*[\"']?(?!#)[^\s\"')]", re.IGNORECASE), "an address"),
)
_SVG_HREF = re.compile(r"\b(?:href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|(\S))", re.IGNORECASE)
_SVG_TARGET = re.compile(r"\s*(?:#|data:image/(?:png|jpeg)[;,])", re.IGNORECASE)


def media_name(address: str) -> str | None:
    """The bare file name that an image's address stands for, or None if it points anywhere else."""
    name = unquote(address.strip(), errors="strict") if "%" in address else address.strip()
    sound = _NAME.fullmatch(name) and len(name) <= LONGEST_NAME and not name.startswith(".") and name[-1] not in ". "
    return name if sound else None


def image_addresses(text: str) -> list[str]:
    """The addresses of all images in a card text, as they are written."""
    if "![" not in text and "<" not in text:
        return []
    found = [*_MARKDOWN_IMAGE.findall(text), *_HTML_IMAGE.findall(text)]
    return [next(filter(None, groups), "") for groups in found]


def check_medium(name: str, content: bytes) -> str:
    """What is wrong with a picture, as a sentence, or nothing."""
    if media_name(name) != name:
        return "The name cannot be used; take letters, digits, hyphens and points only."
    if len(content) > LARGEST_MEDIUM:
        return f"The picture is larger than {LARGEST_MEDIUM // MIB} MiB; make it smaller."
    kind = media_kind(content)
    if not kind:
        return "This is no picture that can be shown; use PNG, JPEG, GIF, WebP or SVG."
    return _check_svg(content) if kind == "svg" else ""


def media_kind(content: bytes) -> str:
    """`png`, `jpg`, `gif`, `webp` or `svg` by the content's first bytes, or nothing."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "webp"
    return "svg" if _SVG_START.match(_without_prolog(content)) else ""


def _without_prolog(content: bytes) -> bytes:
    """The first kilobytes of an XML text from its first element on."""
    rest = content.removeprefix(b"\xef\xbb\xbf")[: 64 * 1024].lstrip()
    for start, end in ((b"<?xml", b"?>"), *((b"<!--", b"-->"),) * _MOST_COMMENTS):
        if rest.startswith(start):
            rest = rest[rest.find(end) + len(end) :].lstrip() if end in rest else b""
    return rest


def _check_svg(content: bytes) -> str:
    try:
        # Character references could hide what is looked for.
        text = html.unescape(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return "The SVG is not in UTF-8; save it again as plain SVG."
    if "\x00" in text:
        return "The SVG contains a NUL character; save it again as plain SVG."
    for danger, what in _SVG_DANGERS:
        if danger.search(text):
            return f"The SVG contains {what}; save it again as plain SVG without it."
    for match in _SVG_HREF.finditer(text):
        if not _SVG_TARGET.match(next((group for group in match.groups() if group is not None), "")):
            return "The SVG points outside itself; save it again with everything embedded."
    return check_references(content.removeprefix(b"\xef\xbb\xbf"))

"""Bytes from outside become text, JSON or XML here, within limits on size, number and depth."""

from __future__ import annotations

import json
import re
import zlib
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from paperline.domain.errors import BadSource, TooLarge

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_INPUT_BYTES = 32 * 2**20
MAX_DECODED_BYTES = 64 * 2**20

_MAX_CONTAINERS = 1_000_000
_MAX_COMMAS = 3_000_000
_MAX_ELEMENTS = 500_000
_MAX_XML_DEPTH = 50
_GZIP_MAGIC = b"\x1f\x8b"
_GZIP_STEP = 2**16
_MAX_GZIP_MEMBERS = 1_000
_SIGNATURES = (
    (b"%PDF", "a PDF"), (b"PK\x03\x04", "a zip archive or office document"), (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"), (b"SQLite format 3", "a database"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"), (b"BZh", "a bzip2 archive"), (b"\xfd7zXZ", "an xz archive"),
)  # fmt: skip
_XML_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def decode(raw: bytes, name: str) -> str:
    """The text of a plain or gzipped file in UTF-8, or in UTF-16 with its byte-order mark.

    Raises TooLarge beyond 32 MB as sent or 64 MB unpacked, BadSource where it is empty or not text.
    """
    if len(raw) > MAX_INPUT_BYTES:
        raise TooLarge(f"{name}: larger than {MAX_INPUT_BYTES // 2**20} MB; split it into several files")
    if raw.startswith(_GZIP_MAGIC):
        raw = _unpack(raw, name)
    if not raw.strip():
        raise BadSource(f"{name}: empty; give a file that holds papers")
    for signature, kind in _SIGNATURES:
        if raw.startswith(signature):
            raise BadSource(f"{name}: {kind}, not text; give a page capture, API JSON, an arXiv feed or JSONL")
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadSource(
            f"{name}: not {encoding.removesuffix('-sig').upper()} text (byte {error.start}); save it as UTF-8"
        ) from error
    if text.count("\x00") > len(text) // 100:
        raise BadSource(f"{name}: binary data or UTF-16 without a byte-order mark, not text; save it as UTF-8")
    return text


def _unpack(raw: bytes, name: str) -> bytes:
    parts: list[bytes] = []
    size = members = start = 0
    while start < len(raw) and any(raw[start : start + 512]):  # zeros after the last member are padding
        unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        members += 1
        while not unpacker.eof:
            chunk = unpacker.unconsumed_tail
            if not chunk:
                chunk = raw[start : start + _GZIP_STEP]
                start += len(chunk)
            try:
                part = unpacker.decompress(chunk, _GZIP_STEP * 16)
            except zlib.error as error:
                raise BadSource(f"{name}: damaged gzip data; download it again") from error
            if members > _MAX_GZIP_MEMBERS or not (chunk or part or unpacker.eof):
                raise BadSource(f"{name}: the gzip data ends too early; download it again")
            parts.append(part)
            size += len(part)
            if size > MAX_DECODED_BYTES:
                raise TooLarge(
                    f"{name}: unpacks to more than {MAX_DECODED_BYTES // 2**20} MB; split it into several files"
                )
        start -= len(unpacker.unused_data)
    return b"".join(parts)


def load_json(text: str, name: str) -> object:
    """The JSON value that a text holds; control characters inside strings are let through. Raises BadSource."""
    if text.count("[") + text.count("{") > _MAX_CONTAINERS or text.count(",") > _MAX_COMMAS:
        raise TooLarge(f"{name}: more than a million JSON values; split it into several files")
    try:
        return json.loads(text, strict=False)
    except RecursionError:
        raise BadSource(f"{name}: JSON nested too deeply to be a list of papers") from None
    except json.JSONDecodeError as error:
        raise BadSource(f"{name}: not valid JSON ({error.msg}, line {error.lineno}, column {error.colno})") from error
    except ValueError as error:  # an integer of thousands of digits
        raise BadSource(f"{name}: JSON with a number that cannot be read") from error


def load_xml(text: str, name: str) -> Element:
    """The root element; document types, entities and anything external are refused. Raises BadSource or TooLarge."""
    parser = DefusedXMLParser(target=_BoundedBuilder(name), forbid_dtd=True)
    try:
        parser.feed(_XML_CONTROLS.sub("", text).lstrip())
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise BadSource(
            f"{name}: XML with a document type or entities is refused; give the feed as arXiv sends it"
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise BadSource(f"{name}: not well-formed XML ({error}); download it again") from error
    return root


class _BoundedBuilder(TreeBuilder):
    """Builds an element tree and stops where it grows beyond what a feed can be."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._elements = 0
        self._depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        """One element more, or TooLarge."""
        self._elements += 1
        self._depth += 1
        if self._elements > _MAX_ELEMENTS or self._depth > _MAX_XML_DEPTH:
            raise TooLarge(f"{self._name}: XML with more than {_MAX_ELEMENTS} elements or {_MAX_XML_DEPTH} levels")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        """One level up."""
        self._depth -= 1
        return super().end(tag)

"""Bytes from outside: what is recognised, what is unpacked, what is refused."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime

import pytest

from paperline.adapters.sources.decoding import MAX_INPUT_BYTES, decode
from paperline.adapters.sources.formats import FORMATS, detect, parse
from paperline.domain.errors import BadSource, TooLarge, UnknownFormat

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
LINE = '{"abstract": "We study caf\u00e9s."}\n'


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('[{"paper": {}}]', "hf"),
        (' \n{"status": "success", "data": []}', "hf"),
        ('{\n  "date": "2025-01-10",\n  "data": []\n}', "hf"),
        ('{"paper": {"id": "x"}}', "hf"),
        (LINE * 3, "jsonl"),
        ('{"abstract": \n' + LINE, "jsonl"),
        ("<?xml version='1.0'?><rss version='2.0'></rss>", "arxiv-rss"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'><id>http://rss.arxiv.org/atom/cs.AI</id></feed>", "arxiv-rss"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'><id>http://arxiv.org/api/x</id></feed>", "arxiv-atom"),
        ("Dec 11\n\nT\n\nA.\n\n  • 7 authors\n\n·\n", "page"),
        ("Daily Papers\nby AK and the research community\n", "page"),
    ],
)
def test_each_format_is_recognised_by_its_text(text, kind):
    assert detect(text.encode()) == kind


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("hello", "none of the known formats"),
        ("<!doctype html><html>", "an HTML page"),
        ("<svg></svg>", "neither an RSS"),
    ],
)
def test_what_is_not_recognised_is_said_with_a_hint(text, hint):
    with pytest.raises(UnknownFormat, match=hint):
        detect(text.encode())


def test_an_unknown_name_of_a_format_lists_the_known_ones():
    with pytest.raises(UnknownFormat, match="“bibtex”; one of page, hf, arxiv-atom, arxiv-rss, jsonl, auto"):
        parse(b"x", format="bibtex", name="x", now=NOW, day=None)


@pytest.mark.parametrize(
    "raw",
    [
        LINE.encode(),
        LINE.encode("utf-8-sig"),
        LINE.encode("utf-16"),
        gzip.compress(LINE.encode(), mtime=0),
        gzip.compress(LINE[:9].encode(), mtime=0) + gzip.compress(LINE[9:].encode(), mtime=0) + bytes(600),
    ],
    ids=["utf-8", "byte-order mark", "utf-16", "gzip", "gzip in two members, padded"],
)
def test_text_is_read_in_every_encoding_that_is_promised(raw):
    assert parse(raw, name="x", now=NOW, day=None).drafts[0].abstract == "We study cafés."


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "x: empty; give a file"),
        (b" \n\t\n", "empty"),
        (gzip.compress(b"", mtime=0), "empty"),
        (b"%PDF-1.7 \xe2\xe3", "a PDF, not text"),
        (b"PK\x03\x04rest", "a zip archive or office document, not text"),
        ("café".encode("latin-1"), r"not UTF-8 text \(byte 3\); save it as UTF-8"),
        (b"\xff\xfea", "not UTF-16 text"),
        ("text".encode("utf-16-le"), "UTF-16 without a byte-order mark"),
        (bytes(100_000), "binary data"),
        (gzip.compress(LINE.encode(), mtime=0)[:-9], "ends too early"),
        (gzip.compress(LINE.encode(), mtime=0)[:10] + b"\xff" * 40, "damaged gzip data"),
        (b"\x1f\x8b", "ends too early"),
        (gzip.compress(LINE.encode(), mtime=0) + b"junk", "damaged gzip data"),
        (gzip.compress(gzip.compress(LINE.encode(), mtime=0)), "not UTF-8 text"),
        (gzip.compress(b"", mtime=0) * 1_001, "ends too early"),
    ],
    ids=lambda value: value if isinstance(value, str) else "bytes",
)
def test_what_is_not_text_is_one_clear_error(raw, message):
    with pytest.raises(BadSource, match=message):
        decode(raw, "x")


def test_more_than_the_limit_is_refused_before_it_is_read():
    with pytest.raises(TooLarge, match="x: larger than 32 MB"):
        decode(b" " * (MAX_INPUT_BYTES + 1), "x")


def test_a_gzip_bomb_is_refused_while_it_unpacks():
    with pytest.raises(TooLarge, match="x: unpacks to more than 64 MB"):
        decode(gzip.compress(bytes(65 * 2**20)), "x")


def test_json_of_millions_of_values_is_refused_before_it_is_built():
    with pytest.raises(TooLarge, match="million JSON values"):
        parse(b"[" + b"[]," * 1_000_001 + b"1]", format="hf", name="x", now=NOW, day=None)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_day_that_is_given_is_the_batches_day(kind):
    texts = {
        "page": "A Title\n\nAn abstract.\n\n• 7 authors\n",
        "hf": json.dumps([{"paper": {"title": "T", "summary": "A.", "submittedOnDailyAt": "2025-01-01T00:00:00Z"}}]),
        "arxiv-atom": "<feed><entry><title>T</title><summary>A.</summary></entry></feed>",
        "arxiv-rss": "<rss><channel><item><title>T</title><description>A.</description></item></channel></rss>",
        "jsonl": LINE,
        "auto": LINE,
    }
    batch = parse(texts[kind].encode(), format=kind, name="2024-01-01.x", now=NOW, day=date(2025, 12, 11))
    assert (batch.day, batch.drafts[0].day) == (date(2025, 12, 11), date(2025, 12, 11))

"""Reporting a bad line: a plain form, a stored report, and nothing hostile gets further."""

from __future__ import annotations

import pytest

from paperline.delivery.wording import FAULTS
from paperline.domain.reports import Fault
from tests.builders import ABSTRACT, DAY, NOW, TITLE
from tests.unit.web.documents import PageReader
from tests.unit.web.test_safety import EVIL

PAPER = "arxiv:2512.00001"
ONE_REPORT = {"paper": PAPER, "fault": "vague", "note": "Of what?"}


def report(site, **fields):
    return site.post("/reports", data=ONE_REPORT | fields, follow_redirects=False)


def sent_as(site, content_type: str, body: bytes):
    return site.post("/reports", content=body, headers={"Content-Type": content_type}, follow_redirects=False)


def multipart(charset: str, note: bytes) -> tuple[str, bytes]:
    """The form as multipart of a charset that the sender chose."""
    fields = {"paper": PAPER.encode(), "fault": b"vague", "note": note}
    parts = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="' + name.encode() + b'"\r\n\r\n' + value + b"\r\n"
        for name, value in fields.items()
    )
    return f"multipart/form-data; boundary=x; charset={charset}", parts + b"--x--\r\n"


def test_the_form_of_a_paper_sends_what_the_server_takes(site, store, paper, services):
    """Its fields and choices as they stand on the page, posted as a browser without scripts does."""
    store(paper)
    page = PageReader(site.get(f"/papers/{PAPER}").text)
    assert {"id": "report", "action": "/reports", "method": "post"} in page.attributes("form")
    choices = [found["value"] for found in page.attributes("input") if found.get("name") == "fault"]
    assert choices == list(Fault)
    assert {found.get("name") for found in page.attributes("textarea")} == {"note"}
    assert {"type": "hidden", "name": "paper", "value": PAPER} in page.attributes("input")
    for fault in choices:
        assert report(site, fault=fault).status_code == 303
    assert {found.report.fault for found in services.report.listed()} == set(Fault)


def test_a_report_is_stored_with_the_line_and_its_text_and_thanked_for(site, store, paper, services):
    """The line is read from the store, not from the form, and the way back is the paper's page."""
    store(paper)
    moved = report(site, note=" Of\r\nwhat?\x00 ", line="A line of mine.")
    assert moved.status_code == 303
    assert moved.headers["location"] == f"/papers/{PAPER}?reported=yes"
    (found,) = services.report.listed()
    with services.records.reading() as unit:
        summary = unit.summaries.get(PAPER)
    assert (found.report.line, found.report.version) == (summary.tldr.text, 1)
    assert (found.report.fault, found.report.note) == (Fault.VAGUE, "Of what?")
    assert (found.title, found.abstract) == (TITLE, ABSTRACT)
    thanks = site.get(moved.headers["location"])
    assert thanks.status_code == 200
    assert 'role="status">Thank you.' in thanks.text
    assert "Thank you" not in site.get(f"/papers/{PAPER}").text


def test_a_report_keeps_the_wording_that_its_line_was_written_from(site, store, paper, services):
    """A new version changes neither the line nor the abstract of an earlier report."""
    store(paper)
    report(site)
    store(paper | {"abstract": f"{ABSTRACT} It is new."})
    report(site)
    assert [(found.report.version, found.abstract) for found in services.report.listed()] == [
        (2, f"{ABSTRACT} It is new."),
        (1, ABSTRACT),
    ]


def test_a_stale_line_is_reported_for_the_version_it_was_written_from(site, store, paper, services):
    store(paper)
    raw = f'{{"id": "2512.00001", "title": "{TITLE}", "abstract": "{ABSTRACT} It is new."}}'.encode()
    services.ingest.run(services.body_source(raw, format="jsonl", name="body", day=DAY), now=NOW, day=DAY)
    assert report(site).status_code == 303
    assert [(found.report.version, found.abstract) for found in services.report.listed()] == [(1, ABSTRACT)]


def test_pressing_again_replaces_the_report(site, store, paper, services):
    store(paper)
    for note in ("Of what?", "", "Of which arrays?"):
        assert report(site, paper="2512.00001v1", note=note).status_code == 303
    assert [found.report.note for found in services.report.listed()] == ["Of which arrays?"]


def test_the_day_leads_to_the_form(site, store, paper):
    store(paper)
    assert f"/papers/{PAPER}#report" in PageReader(site.get("/").text).addresses()


def test_a_paper_without_a_line_has_no_form_and_takes_no_report(site, services, paper, store):
    """There is nothing to report, and a page says so."""
    raw = f'{{"id": "2512.00001", "title": "{TITLE}", "abstract": "{ABSTRACT}"}}'.encode()
    services.ingest.run(services.body_source(raw, format="jsonl", name="body", day=DAY), now=NOW, day=DAY)
    assert "/reports" not in site.get(f"/papers/{PAPER}").text
    refused = report(site)
    assert refused.status_code == 404
    assert "no line yet" in refused.text
    assert services.report.listed() == ()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_reports_of_other_sites_are_refused(site, store, paper, services, headers):
    """A form on another site cannot report in the reader's name."""
    store(paper)
    assert site.post("/reports", data=ONE_REPORT, headers=headers, follow_redirects=False).status_code == 403
    assert services.report.listed() == ()
    own = {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-origin"}
    assert site.post("/reports", data=ONE_REPORT, headers=own, follow_redirects=False).status_code == 303


def test_a_report_is_no_get(site, store, paper, services):
    """A link that a scanner follows changes nothing."""
    store(paper)
    assert site.get("/reports", params=ONE_REPORT).status_code == 405
    assert services.report.listed() == ()


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"paper": ""}, 404),
        ({"paper": "arxiv:0000.00000"}, 404),
        ({"paper": EVIL}, 404),
        ({"paper": "x\x00" * 9_000}, 404),
        ({"fault": ""}, 422),
        ({"fault": EVIL}, 422),
        ({"fault": "wrong\x00"}, 422),
        ({"note": "a" * 501}, 422),
        ({"note": "a" * 1_000_000}, 422),
        ({"note": "\x00" * 300_000}, 422),
    ],
)
def test_what_cannot_be_stored_is_refused_with_a_page(site, store, paper, services, fields, status):
    """Readable, with a way on, and nothing of it becomes markup."""
    store(paper)
    refused = report(site, **fields)
    assert refused.status_code == status
    assert refused.headers["content-type"].startswith("text/html")
    page = PageReader(refused.text)
    assert not {name for name, _ in page.elements} & {"img", "svg", "b"}
    assert not "".join(page.texts["script"]).strip()
    assert 'href="/"' in refused.text
    assert services.report.listed() == ()


A_FILE = b'--x\r\nContent-Disposition: form-data; name="note"; filename="n"\r\n\r\nx\r\n--x--\r\n'


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("application/x-www-form-urlencoded", b"a=" + b"b" * 1_100_000, 413),
        ("application/x-www-form-urlencoded", b"", 422),
        ("application/json", b'{"paper": "x"}', 422),
        ("multipart/form-data; boundary=x", b"no parts", 400),
        ("multipart/form-data; boundary=x", A_FILE, 422),
        (*multipart("unicode_escape", rb"half \ud800"), 422),
        (*multipart("utf-16", b"abc"), 404),
        (*multipart("undefined", b"fine"), 400),
        (*multipart("no-such-charset", b"fine"), 303),
        (*multipart("utf-8", b"\xff\xfe\x00"), 303),
    ],
)
def test_a_hostile_body_is_refused_or_stored_clean(site, store, paper, content_type, body, status):
    """Whatever a program sends instead of the form, the server does not fail."""
    store(paper)
    assert sent_as(site, content_type, body).status_code == status
    assert site.get(f"/papers/{PAPER}").status_code == 200


def test_a_hostile_note_is_kept_as_text_and_shown_nowhere(site, store, paper, services):
    store(paper)
    assert report(site, note=EVIL).status_code == 303
    assert [found.report.note for found in services.report.listed()] == [EVIL]
    for address in ("/", f"/papers/{PAPER}?reported=yes", f"/papers/{PAPER}?reported=%3Cscript%3E"):
        assert "alert(1)" not in site.get(address).text


def test_every_fault_has_words():
    assert list(FAULTS) == list(Fault)

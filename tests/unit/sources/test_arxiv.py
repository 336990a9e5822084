"""arXiv's query answers and its daily feeds."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from paperline.adapters.sources.formats import parse
from paperline.adapters.sources.parsers.authors import split_names
from paperline.domain.errors import BadSource, TooLarge

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
NAMESPACES = (
    'xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
ENTRY = """<entry><id>http://arxiv.org/abs/hep-ex/0307015v2</id><title>On
  Caches</title><summary>We study
caches.</summary><published>2003-07-09T10:00:00Z</published><updated>2004-01-01T00:00:00Z</updated>
<author><name>Ada Lovelace</name></author><author><name>Andr\\'e Roy</name></author>
<category term="cs.AI"/><category term="cs.DC"/><arxiv:primary_category term="cs.DC"/>
<arxiv:comment>9 pages; code at github.com/ada/caches</arxiv:comment></entry>"""
ITEM = """<item><title>On Caches</title><link>https://arxiv.org/abs/2203.01250</link>
<description>arXiv:2203.01250v3 Announce Type: replace
Abstract: We study x2013 caches.</description><guid isPermaLink="false">oai:arXiv.org:2203.01250v3</guid>
<category>cs.DC</category><arxiv:announce_type>replace</arxiv:announce_type><arxiv:DOI>10.1/x</arxiv:DOI>
<dc:creator>Andr\\'e Roy, J\\"org M\\"uller (Univ. of A, Dept. B (C)), Ada Lovelace</dc:creator></item>"""


def query(entries: str, day: date | None = None):
    raw = f"<?xml version='1.0' encoding='UTF-8'?>\n<feed {NAMESPACES}>{entries}</feed>".encode()
    return parse(raw, format="arxiv-atom", name="query.xml", now=NOW, day=day)


def feed(items: str, dated: str = "<pubDate>Thu, 24 Sep 2026 00:00:00 -0400</pubDate>"):
    raw = f"<rss version='2.0' {NAMESPACES}><channel><title>x</title>{dated}{items}</channel></rss>".encode()
    return parse(raw, format="auto", name="feed.xml", now=NOW, day=None)


def test_a_query_answer_gives_papers_without_a_day():
    batch = query(ENTRY)
    draft = batch.drafts[0]
    assert (batch.day, draft.day, draft.id, draft.record.source_version) == (None, None, "arxiv:hep-ex:0307015", 2)
    assert (draft.title, draft.abstract) == ("On Caches", "We study caches.")
    assert (draft.authors, draft.published) == (("Ada Lovelace", "André Roy"), date(2003, 7, 9))
    assert draft.categories == ("cs.DC", "cs.AI")
    assert draft.links.abstract == draft.record.url == "https://arxiv.org/abs/hep-ex/0307015"
    assert draft.links.code == "https://github.com/ada/caches"
    assert query(ENTRY, day=date(2026, 6, 1)).drafts[0].day == date(2026, 6, 1)


def test_an_error_entry_is_an_error_with_arxivs_own_words():
    with pytest.raises(BadSource, match=r"query\.xml: arXiv answered with an error: incorrect id format"):
        query(
            "<entry><id>http://arxiv.org/api/errors#x</id><title>Error</title>"
            "<summary>incorrect id format</summary></entry>"
        )


def test_a_query_without_results_says_so():
    assert query("").empty_reason == "the query found no papers"


def test_an_entry_without_abstract_is_rejected_and_the_rest_goes_on():
    batch = query("<entry><title>T</title></entry>" + ENTRY)
    assert [(rejection.where, rejection.reason) for rejection in batch.rejected] == [("entry 1", "no abstract")]
    assert len(batch.drafts) == 1


@pytest.mark.parametrize(
    ("comment", "withdrawn"),
    [
        ("This paper has been withdrawn by the author due to an error", True),
        ("Withdrawn", True),
        ("The authors have withdrawn this paper", True),
        ("Accepted; an earlier withdrawn draft differs", False),
        ("12 pages", False),
    ],
)
def test_a_withdrawal_is_told_by_the_comments_opening(comment, withdrawn):
    entry = ENTRY.replace("9 pages; code at github.com/ada/caches", comment)
    assert query(entry).drafts[0].withdrawn is withdrawn


def test_a_withdrawal_is_told_by_the_abstracts_opening():
    assert query(ENTRY.replace("We study\ncaches.", "This paper has been\nwithdrawn.")).drafts[0].withdrawn
    assert (
        not query(ENTRY.replace("We study\ncaches.", "This paper studies money withdrawn at night."))
        .drafts[0]
        .withdrawn
    )


def test_a_feed_gives_announcements_with_their_type_and_version():
    batch = feed(ITEM)
    draft = batch.drafts[0]
    assert (batch.day, draft.day, draft.published) == (date(2026, 9, 24), date(2026, 9, 24), None)
    assert (draft.id, draft.record.source_version, draft.record.announce_type) == ("arxiv:2203.01250", 3, "replace")
    assert draft.abstract == "We study x2013 caches."
    assert draft.authors == ("André Roy", "Jörg Müller", "Ada Lovelace")
    assert draft.categories == ("cs.DC",)
    assert batch.repairs == 0


def test_an_atom_feed_is_told_from_a_query_answer_and_dated_by_its_update():
    entry = ITEM.replace("item>", "entry>").replace("description>", "summary>").replace("guid", "id")
    raw = f"<feed {NAMESPACES}><updated>2025-08-20T04:00:19.866+00:00</updated>{entry}</feed>".encode()
    batch = parse(raw, format="auto", name="feed.xml", now=NOW, day=None)
    assert (batch.day, batch.drafts[0].record.announce_type) == (date(2025, 8, 20), "replace")


def test_a_feed_without_items_is_a_day_without_an_announcement():
    batch = feed("")
    assert (batch.day, batch.drafts, batch.empty_reason) == (date(2026, 9, 24), (), "no announcement today")


@pytest.mark.parametrize("dated", ["", "<pubDate>soon</pubDate>", "<pubDate>Thu, 99 Sep 2026 00:00:00 -0400</pubDate>"])
def test_a_feed_whose_date_cannot_be_read_has_no_day(dated):
    assert feed(ITEM, dated).day is None


def test_names_lose_tex_and_affiliations_and_keep_their_suffixes():
    joined = (
        r"{\L}ukasz Kaiser, Ond\v{r}ej Du\v sek (1), S{\o}ren M{\"u}ller (A, B), Gr\'{\i}mur, Fran\c{c}ois, H{\aa}kon, "
        r"Zden\v{e}k Wa{\l}\k{e}sa, Erd\H{o}s, John Smith, Jr. and Beno{\^\i}t"
    )
    assert split_names(joined) == (
        "Łukasz Kaiser", "Ondřej Dušek", "Søren Müller", "Grímur", "François", "Håkon",
        "Zdeněk Wałęsa", "Erdős", "John Smith Jr.", "Benoît",
    )  # fmt: skip


@pytest.mark.parametrize("odd", [r"A \c", r"Andr\'", "((((", "))))", "X (2, Y", ",,,", "and", "\\"])
def test_broken_names_break_nothing(odd):
    assert isinstance(split_names(odd), tuple)


LAUGHS = "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]><feed>&b;</feed>"
OUTSIDE = "<!DOCTYPE f [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><feed><entry><title>&x;</title></entry></feed>"


@pytest.mark.parametrize("name", ["arxiv-atom", "arxiv-rss"])
@pytest.mark.parametrize(
    ("raw", "error", "message"),
    [
        (LAUGHS, BadSource, "document type or entities is refused"),
        (OUTSIDE, BadSource, "document type or entities is refused"),
        ("<feed><entry>", BadSource, "not well-formed XML"),
        ("<other/>", BadSource, "the root element is <other>"),
        ("<a>" * 60, TooLarge, "50 levels"),
        ("<feed>" + "<a/>" * 500_001, TooLarge, "500000 elements"),
    ],
)
def test_hostile_or_foreign_xml_is_refused(name, raw, error, message):
    with pytest.raises(error, match=message):
        parse(raw.encode(), format=name, name="feed.xml", now=NOW, day=None)


@pytest.mark.parametrize(
    ("name", "papers", "day"),
    [
        ("arxiv_api_atom_query_transformer", 5, None),
        ("arxiv_rss2_empty_weekend_2025-12-31", 0, date(2025, 12, 31)),
        ("arxiv_rss2_multi_2026-09-24", 2, date(2026, 9, 24)),
        ("arxiv_rss_atom_cs.AI_2025-08-20", 7, date(2025, 8, 20)),
    ],
)
def test_real_feeds_are_read_whole(shared_data, name, papers, day):
    path = shared_data / "arxiv-feeds" / f"{name}.xml"
    batch = parse(path.read_bytes(), format="auto", name=path.name, now=NOW, day=None)
    assert (len(batch.drafts), batch.rejected, batch.day) == (papers, (), day)
    assert all(draft.id and draft.authors and not draft.abstract.startswith("arXiv:") for draft in batch.drafts)
    assert not any("\\" in name or "(" in name for draft in batch.drafts for name in draft.authors)

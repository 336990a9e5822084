"""Writes papers, days, answers and search hits as terminal text; everything from a paper passes through `plain`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from rich.text import Text

from paperline.delivery import wording
from paperline.delivery.cli.terminal import plain
from paperline.domain.answers import Answer, AnswerStatus, Match
from paperline.domain.days import Day, DayEntry, DayPaper
from paperline.domain.keys import ApiKey, KeyState
from paperline.domain.summaries import Claim, Summary
from paperline.domain.text import Span
from paperline.pipeline.asking.search import SearchPage
from paperline.pipeline.report import ReportedLine


def day_entry_line(entry: DayEntry) -> Text:
    """A day in one line."""
    sources = ", ".join(wording.source_name(source.source) for source in entry.sources)
    about = plain(entry.reason or sources)
    papers = wording.counted(entry.paper_count, "paper")
    return Text.assemble((entry.date.isoformat(), "bold"), f"  {papers:>12}  ", (about, "dim"))


def day_lines(day: Day) -> Iterator[Text]:
    """A day: each paper's number, title and line."""
    yield day_entry_line(day.entry)
    for number, found in enumerate(day.papers, start=1):
        yield Text()
        yield Text.assemble((f"{number:>3}. ", "dim"), (_title(found), "bold"), ("  " + plain(found.paper.id), "dim"))
        if found.summary:
            yield Text("     " + plain(found.summary.tldr.text))


def paper_lines(found: DayPaper) -> Iterator[Text]:
    """A paper with its summary and its abstract."""
    paper = found.paper
    yield Text(_title(found), style="bold")
    facts = [paper.id, f"version {paper.version}", wording.author_line(paper), str(paper.published or "")]
    yield Text(plain(" · ".join(fact for fact in facts if fact)), style="dim")
    if links := [link for link in (paper.links.abstract, paper.links.pdf, paper.links.code) if link]:
        yield Text(plain(" · ".join(links)), style="dim")
    if found.summary:
        yield Text()
        if found.summary.provenance.stale:
            yield Text(f"{wording.stale_words(found.summary, paper)}.", style="yellow")
        yield from summary_lines(found.summary)
    yield Text()
    yield Text(plain(paper.abstract))


def summary_lines(summary: Summary) -> Iterator[Text]:
    """The line, the claims with their evidence, and the keywords."""
    yield Text(plain(summary.tldr.text), style="green")
    for claim in summary.claims:
        yield from _claim_lines(claim)
    if summary.keywords:
        yield Text("Keywords: " + plain(", ".join(summary.keywords)), style="dim")


def report_lines(found: Iterable[ReportedLine]) -> Iterator[Text]:
    """Reports: when, of which paper, what is wrong, the line, and the note where there is one."""
    for each in found:
        report = each.report
        facts = f"{report.reported_at:%Y-%m-%d %H:%M}  {plain(report.paper_id)}, version {report.version}  "
        yield Text.assemble((facts, "dim"), (report.fault.value.replace("_", " "), "bold"))
        yield Text("  " + plain(report.line))
        if report.note:
            yield Text("  Note: " + plain(report.note), style="dim")


def key_lines(found: Iterable[ApiKey], now: datetime) -> Iterator[Text]:
    """Keys: the id, what it is good for and until when, whose it is."""
    for key in found:
        state = key.state(now)
        facts = [f"made {key.created_at:%Y-%m-%d}"]
        facts += [f"expires {key.expires_at:%Y-%m-%d %H:%M}"] if key.expires_at else []
        facts += [str(key.rate)] if key.rate else []
        facts += [f"{key.budget_usd:g} USD a day"] if key.budget_usd is not None else []
        style = "green" if state is KeyState.USABLE else "bold red"
        yield Text.assemble(
            (key.id, "bold"),
            f"  {key.scope.value:<6}  ",
            (state.value, style),
            f"  {', '.join(facts)}  {plain(key.name)}",
        )


def answer_lines(answer: Answer) -> Iterator[Text]:
    """The answer with numbered sources, or why there is none and what came nearest."""
    if answer.refusal:
        yield Text.assemble(
            (f"{wording.REFUSALS[answer.refusal.reason]}. ", "bold yellow"), plain(answer.refusal.message)
        )
        yield from _match_lines("Nearest", answer.refusal.nearest)
    else:
        yield from _answered_lines(answer)
    yield Text()
    coverage = answer.coverage
    yield Text(f"{wording.scope_line(coverage.scope)}: {wording.coverage_line(coverage)}.", style="dim")
    for remark in (coverage.note, coverage.degraded):
        if remark:
            yield Text(plain(remark), style="dim")


def search_lines(page: SearchPage) -> Iterator[Text]:
    """The hits with the sentences that match."""
    for number, hit in enumerate(page.hits, start=1):
        title = plain(hit.paper.title) or "(no title)"
        yield Text.assemble(
            (f"{number:>3}. ", "dim"), (title, "bold"), (f"  {plain(hit.paper.id)}  {hit.score:.2f}", "dim")
        )
        yield from _quotes(hit.evidence)
    if not page.hits:
        yield Text("Nothing matches.")
    coverage = page.coverage
    searched = wording.coverage_line(coverage, of_answer=False)
    yield Text(f"{wording.scope_line(coverage.scope)}: {searched}.", style="dim")


def _answered_lines(answer: Answer) -> Iterator[Text]:
    numbered, of_sentences = wording.numbered_citations(answer)
    if answer.status is AnswerStatus.PARTIAL:
        yield Text("Only part of the question is answered:", style="yellow")
    if not answer.sentences or answer.count is not None:
        yield Text(plain(answer.text))
    for sentence, numbers in zip(answer.sentences, of_sentences, strict=True):
        marks = "".join(f"[{number}]" for number in numbers)
        unchecked = "" if sentence.checks.passed else "  (failed its checks)"
        yield Text.assemble(plain(sentence.text), " ", (marks, "cyan"), (unchecked, "yellow"))
    yield from _match_lines("Papers", answer.matches)
    if numbered:
        yield Text()
    for source in numbered:
        title = plain(source.citation.title) or "(no title)"
        yield Text.assemble((f"[{source.number}] ", "cyan"), title, (f"  {plain(source.citation.paper_id)}", "dim"))
        yield from _quotes(source.citation.evidence)


def _match_lines(heading: str, matches: Iterable[Match]) -> Iterator[Text]:
    for place, match in enumerate(matches):
        if place == 0:
            yield Text()
            yield Text(f"{heading}:", style="dim")
        title = plain(match.title) or "(no title)"
        yield Text.assemble("  ", title, (f"  {plain(match.paper_id)}  {match.score:.2f}", "dim"))
        yield from _quotes(match.evidence[:1])


def _claim_lines(claim: Claim) -> Iterator[Text]:
    failed = "".join(f" (check failed: {wording.CHECKS[name]})" for name in claim.checks.failed)
    yield Text.assemble((f"  {claim.kind.value:<12} ", "cyan"), plain(claim.text), (failed, "yellow"))


def _quotes(evidence: Iterable[Span]) -> Iterator[Text]:
    for span in evidence:
        yield Text(f"     “{plain(span.text)}”", style="dim")


def _title(found: DayPaper) -> str:
    return plain(found.paper.title) or "(no title)"

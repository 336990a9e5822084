"""Writes days, papers and answers as Markdown (CommonMark) from what is stored, for agents and for readers of files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from paperline.delivery import wording
from paperline.delivery.exports.markdown_text import link, local_link, text
from paperline.domain.answers import Answer, AnswerStatus, Match
from paperline.domain.days import Day, DayPaper
from paperline.domain.papers import Paper
from paperline.domain.summaries import Checks, Claim, Summary
from paperline.domain.text import Span


def day_markdown(day: Day) -> str:
    """A day: every paper's title, line and claims, in the day's order."""
    entry = day.entry
    sources = ", ".join(wording.source_name(source.source) for source in entry.sources)
    facts = [wording.counted(entry.paper_count, "paper"), sources, entry.status.value, entry.reason or ""]
    blocks = [f"# Papers of {entry.date.isoformat()}", _facts(facts)]
    if any(record.source == wording.SAMPLE_SOURCE for found in day.papers for record in found.paper.sources):
        blocks.append(text(wording.SAMPLE_NOTICE))
    for number, found in enumerate(day.papers, start=1):
        blocks += [f"## {number}\\. {_paper_link(found.paper.id, found.paper.title)}", *_paper_blocks(found)]
    return _joined(blocks)


def paper_markdown(found: DayPaper) -> str:
    """A paper: its line, claims with the sentences they rest on, keywords and abstract."""
    paper = found.paper
    blocks = [f"# {text(paper.title) or '(no title)'}", *_paper_blocks(found, quoted=True)]
    if found.summary and found.summary.keywords:
        blocks.append(f"Keywords: {text(', '.join(found.summary.keywords))}")
    return _joined([*blocks, "## Abstract", text(paper.abstract), *_provenance(found.summary)])


def answer_markdown(answer: Answer) -> str:
    """An answer with its numbered sources, or why there is none and what came nearest."""
    blocks = [f"# {text(answer.question)}"]
    if answer.refusal:
        blocks.append(f"**{wording.REFUSALS[answer.refusal.reason]}.** {text(answer.refusal.message)}")
        blocks += _matches("Nearest papers", answer.refusal.nearest)
    else:
        blocks += _answered(answer)
    coverage = answer.coverage
    blocks.append(text(f"{wording.scope_line(coverage.scope)}: {wording.coverage_line(coverage)}."))
    blocks += [text(remark) for remark in (coverage.note, coverage.degraded) if remark]
    return _joined([*blocks, f"Answer {text(answer.id)}, by {text(answer.provenance.model)}"])


def _paper_blocks(found: DayPaper, *, quoted: bool = False) -> Iterator[str]:
    """Line, facts and claims; with `quoted` the sentences that each claim rests on."""
    paper, summary = found.paper, found.summary
    if paper.withdrawn:
        yield "**Withdrawn.**"
    if summary:
        yield f"**{text(summary.tldr.text)}**{_failed(summary.tldr.checks)}"
    yield _facts([paper.id, wording.author_line(paper), str(paper.published or ""), ", ".join(paper.categories)])
    if links := _links(paper):
        yield links
    if summary and summary.claims:
        yield "\n".join(line for claim in summary.claims for line in _claim(claim, quoted=quoted))


def _claim(claim: Claim, *, quoted: bool) -> Iterator[str]:
    yield f"- {claim.kind.value.capitalize()}: {text(claim.text)}{_failed(claim.checks)}"
    if quoted:
        yield ""
        yield from (f"  > {_quote(span)}" for span in claim.evidence)
        yield ""


def _answered(answer: Answer) -> Iterator[str]:
    numbered, of_sentences = wording.numbered_citations(answer)
    if answer.status is AnswerStatus.PARTIAL:
        yield "Only part of the question is answered."
    if not answer.sentences or answer.count is not None:
        yield text(answer.text)
    for sentence, numbers in zip(answer.sentences, of_sentences, strict=True):
        marks = "".join(f"\\[{number}\\]" for number in numbers)
        yield f"{text(sentence.text)} {marks}{_failed(sentence.checks)}"
    yield from _matches("Papers", answer.matches)
    if numbered:
        yield "## Sources"
        for source in numbered:
            cited = source.citation
            yield f"\\[{source.number}\\] {_paper_link(cited.paper_id, cited.title)} ({text(cited.paper_id)})"
            yield from (f"> {_quote(span)}" for span in cited.evidence)


def _matches(heading: str, matches: Iterable[Match]) -> Iterator[str]:
    for place, match in enumerate(matches):
        if place == 0:
            yield f"## {heading}"
        yield f"- {_paper_link(match.paper_id, match.title)} ({text(match.paper_id)})"
        yield from (f"  > {_quote(span)}" for span in match.evidence[:1])


def _provenance(summary: Summary | None) -> Iterator[str]:
    if summary:
        made = summary.provenance
        yield text(f"Summary by {made.model}, {made.created_at:%Y-%m-%d}, of version {made.paper_version}")


def _paper_link(paper_id: str, title: str) -> str:
    return local_link(title or "(no title)", f"/papers/{quote(paper_id, safe=':')}")


def _links(paper: Paper) -> str:
    named = {"Abstract": paper.links.abstract, "PDF": paper.links.pdf, "Code": paper.links.code}
    named["Project"] = paper.links.project
    return " · ".join(link(label, address) for label, address in named.items() if address)


def _failed(checks: Checks) -> str:
    return "" if checks.passed else f" (check failed: {'; '.join(wording.CHECKS[name] for name in checks.failed)})"


def _quote(span: Span) -> str:
    return text(f"“{span.text}”")


def _facts(facts: Iterable[str]) -> str:
    return " · ".join(text(fact) for fact in facts if fact)


def _joined(blocks: Iterable[str]) -> str:
    return "\n\n".join(block.strip("\n") for block in blocks if block) + "\n"

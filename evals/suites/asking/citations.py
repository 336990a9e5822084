"""The suite `citations`: whether cited sentences state what the answer says and answer the question, judged by eye."""

from __future__ import annotations

from pathlib import Path

from evals.asking.cited import Put, Verdict, answered, fingerprint, put, verdicts
from evals.asking.corpora import days
from evals.outcomes import Case, Measure, Outcome, Section
from evals.suites.options import Options
from paperline.domain.answers import Answer

PURPOSE = "whether cited sentences state what the answer says and answer the question, judged by eye (hf-daily)"
NAME = "cited sentences, judged by eye"
_OURS = "ours"


def run(data: Path, options: Options) -> Outcome:
    """Answers are asked for anew; one that differs from what was judged is not scored."""
    read = days(data)
    judged = {(verdict.key, verdict.question): verdict for verdict in verdicts()}
    asked = [item for item in put(read) if (item.key, item.question) in judged][: options.limit]
    now = {(item.key, item.question): answer for item, answer in answered(read, asked, len(asked))}
    kept = [verdict for item in asked if (verdict := _unchanged(item, judged, now)) is not None]
    states = [value for verdict in kept for value in verdict.states]
    spans = [value for verdict in kept for value in verdict.answers]
    section = Section(
        NAME,
        len(asked),
        (
            Measure(_OURS, "cited spans that state what the answer says, %", _values(states), scale=100, target=98),
            Measure(_OURS, "cited spans that answer the question, %", _values(spans), scale=100),
            Measure(_OURS, "answers whose every span does both, %", _values([_sound(v) for v in kept]), scale=100, target=98),
            Measure(_OURS, "answers with a span that answers, %", _values([any(v.answers) for v in kept]), scale=100),
        ),
        tuple(_case(verdict) for verdict in kept if not _sound(verdict)),
        "wrong",
    )  # fmt: skip
    refused = sum((item.key, item.question) not in now for item in asked)
    note = (
        f"{NAME}: {len(kept)} of {len(asked)} answers are as they were judged; "
        f"{len(asked) - len(kept) - refused} have changed and {refused} are refused since, which are not scored."
    )
    return Outcome("citations", (section,), read.hashes, (note,))


def _unchanged(item: Put, judged: dict[tuple[str, str], Verdict], now: dict[tuple[str, str], Answer]) -> Verdict | None:
    verdict, answer = judged[item.key, item.question], now.get((item.key, item.question))
    return verdict if answer is not None and fingerprint(answer) == verdict.sha256 else None


def _sound(verdict: Verdict) -> bool:
    return all(verdict.states) and all(verdict.answers)


def _values(found: list[bool]) -> tuple[float, ...]:
    return tuple(map(float, found))


def _case(verdict: Verdict) -> Case:
    marks = ", ".join(
        f"{paper} {start}–{end}: {'states' if states else 'does not state'}, {'answers' if answers else 'does not answer'}"
        for (paper, start, end), states, answers in zip(verdict.spans, verdict.states, verdict.answers, strict=True)
    )
    return Case(verdict.key, "", "", (("question", verdict.question), ("verdict", marks)), 0.0)

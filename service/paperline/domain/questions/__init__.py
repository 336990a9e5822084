"""Questions: what is asked, of which papers, and what would answer it; read by rules, without a model."""

from paperline.domain.questions.cleaning import clean_question
from paperline.domain.questions.conditions.records import by_record, decided_by_record, unknown_to, unrecorded
from paperline.domain.questions.conditions.values import (
    AuthorCount,
    Comparator,
    Condition,
    Every,
    Everything,
    Finding,
    Finds,
    Lacks,
    Not,
    Proposes,
    Published,
    Releases,
    Reports,
    Resource,
    Some,
    States,
    Topic,
    Upvotes,
    Uses,
    WrittenBy,
    query_of,
)
from paperline.domain.questions.day_words import NamedDays, named_days
from paperline.domain.questions.following import Earlier, completed, refers_back
from paperline.domain.questions.parts import AnswerType, Part
from paperline.domain.questions.reading import Question, read_question

__all__ = [
    "AnswerType",
    "AuthorCount",
    "Comparator",
    "Condition",
    "Earlier",
    "Every",
    "Everything",
    "Finding",
    "Finds",
    "Lacks",
    "NamedDays",
    "Not",
    "Part",
    "Proposes",
    "Published",
    "Question",
    "Releases",
    "Reports",
    "Resource",
    "Some",
    "States",
    "Topic",
    "Upvotes",
    "Uses",
    "WrittenBy",
    "by_record",
    "clean_question",
    "completed",
    "decided_by_record",
    "named_days",
    "query_of",
    "read_question",
    "refers_back",
    "unknown_to",
    "unrecorded",
]

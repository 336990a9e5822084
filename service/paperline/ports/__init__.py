"""What the inside needs of the outside, as protocols; every one has a second real implementation or a cost behind it."""

from paperline.ports.accounts import CallMeter, paying, paying_account
from paperline.ports.encoding import Embedder, Encoded, EncoderInput, Syntax
from paperline.ports.engines import Answerer, AskingSummariser, PaperText, SentenceListener, Summariser
from paperline.ports.index import IndexRow, VectorIndex
from paperline.ports.models import (
    BatchState,
    BatchStatus,
    Completion,
    CompletionRequest,
    Finish,
    Follow,
    LanguageModel,
    ModelBatches,
    PaidBatches,
    ReplyFormat,
    TokenUsage,
)
from paperline.ports.records import (
    AnswerRecords,
    DayRecords,
    PaperRecords,
    Records,
    ReportRecords,
    SummaryRecords,
    UnitOfWork,
    VectorRecords,
)
from paperline.ports.serving_records import JobRecords, KeyRecords, RepeatRecords
from paperline.ports.sources import PaperSource
from paperline.ports.spending_records import BatchRecords, LedgerRecords, ReplyRecords

__all__ = [
    "AnswerRecords",
    "Answerer",
    "AskingSummariser",
    "BatchRecords",
    "BatchState",
    "BatchStatus",
    "CallMeter",
    "Completion",
    "CompletionRequest",
    "DayRecords",
    "Embedder",
    "Encoded",
    "EncoderInput",
    "Finish",
    "Follow",
    "IndexRow",
    "JobRecords",
    "KeyRecords",
    "LanguageModel",
    "LedgerRecords",
    "ModelBatches",
    "PaidBatches",
    "PaperRecords",
    "PaperSource",
    "PaperText",
    "Records",
    "RepeatRecords",
    "ReplyFormat",
    "ReplyRecords",
    "ReportRecords",
    "SentenceListener",
    "Summariser",
    "SummaryRecords",
    "Syntax",
    "TokenUsage",
    "UnitOfWork",
    "VectorIndex",
    "VectorRecords",
    "paying",
    "paying_account",
]

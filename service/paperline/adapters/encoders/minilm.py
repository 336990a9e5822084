"""The default embedder: all-MiniLM-L6-v2, int8, through onnxruntime, on the CPU and offline."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from paperline.adapters.encoders.weights import MINILM_TOKENIZER, MINILM_WEIGHTS
from paperline.domain.errors import EncoderUnavailable
from paperline.domain.ranking.vectors import EncoderIdentity, Matrix, unit
from paperline.ports import Encoded, EncoderInput

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

_WINDOW_TOKENS = 256
_DIMENSIONS = 384


class MiniLmEmbedder:
    """Mean-pooled MiniLM token states; the runs of an input are pooled from the same pass.

    One input a call and as many calls at once as there are threads: faster than batches on two cores (no padding),
    and no input's vector can depend on what it was batched with.
    """

    identity = EncoderIdentity("all-MiniLM-L6-v2-int8", "mean-late-runs", _DIMENSIONS)
    window_tokens = _WINDOW_TOKENS

    def __init__(self, threads: int = 2) -> None:
        """`threads` inputs are encoded at once; files are loaded when first needed."""
        # The same threads for every caller: each thread that runs the model keeps tens of megabytes of freed memory.
        self._workers = ThreadPoolExecutor(threads, thread_name_prefix="encoder")
        self._lock = Lock()
        self._tokenizer: Tokenizer | None = None
        self._session: InferenceSession | None = None

    def count_tokens(self, text: str) -> int:
        """Word pieces of the text, without the two special tokens."""
        return len(self._load_tokenizer().encode(text, add_special_tokens=False).ids)

    def encode(self, inputs: Sequence[EncoderInput]) -> list[Encoded]:
        """The vectors of the inputs, in their order."""
        encodings = self._load_tokenizer().encode_batch([item.text for item in inputs])
        for encoding in encodings:
            if len(encoding.ids) > _WINDOW_TOKENS:
                raise ValueError(f"An input of {len(encoding.ids)} tokens is longer than {_WINDOW_TOKENS}.")
        self._load_session()
        return list(self._workers.map(self._pool, inputs, encodings))

    def encode_query(self, text: str) -> Matrix:
        """The unit vector of a question; one beyond the window is the mean of its parts."""
        encoding = self._load_tokenizer().encode(text, add_special_tokens=False)
        size = _WINDOW_TOKENS - 16
        starts = [encoding.offsets[i][0] for i in range(0, len(encoding.ids), size)] or [0]
        parts = [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
        wholes = [encoded.whole for encoded in self.encode([EncoderInput(part) for part in parts])]
        return unit(np.sum(wholes, axis=0, dtype=np.float32))

    def _pool(self, item: EncoderInput, encoding: Encoding) -> Encoded:
        states = self._states(encoding.ids)
        sums = np.zeros((len(item.runs), _DIMENSIONS), dtype=np.float32)
        if item.runs:
            starts = np.array([start for start, _ in encoding.offsets])
            lengths = np.array([end - start for start, end in encoding.offsets])
            for row, (start, end) in enumerate(item.runs):
                inside = (starts >= start) & (starts < end) & (lengths > 0)
                sums[row] = states[inside].sum(axis=0)
        return Encoded(whole=unit(states.mean(axis=0)), runs=sums)

    def _states(self, ids: Sequence[int]) -> Matrix:
        tokens = np.array([ids], dtype=np.int64)
        feed = {"input_ids": tokens, "attention_mask": np.ones_like(tokens), "token_type_ids": np.zeros_like(tokens)}
        states: Matrix = self._load_session().run(None, feed)[0][0]
        return states

    def _load_tokenizer(self) -> Tokenizer:
        with self._lock:
            if self._tokenizer is None:
                from tokenizers import Tokenizer  # noqa: PLC0415  (start-up imports stay light)

                tokenizer = Tokenizer.from_file(str(MINILM_TOKENIZER.path()))
                tokenizer.no_truncation()  # the published file cuts at 128 tokens and pads to 128
                tokenizer.no_padding()
                self._tokenizer = tokenizer
            return self._tokenizer

    def _load_session(self) -> InferenceSession:
        with self._lock:
            if self._session is None:
                import onnxruntime  # noqa: PLC0415  (start-up imports stay light)

                options = onnxruntime.SessionOptions()
                options.intra_op_num_threads = options.inter_op_num_threads = 1
                options.enable_cpu_mem_arena = options.enable_mem_pattern = False  # half the memory at like speed
                try:
                    self._session = onnxruntime.InferenceSession(
                        str(MINILM_WEIGHTS.path()), options, providers=["CPUExecutionProvider"]
                    )
                except RuntimeError as error:
                    raise EncoderUnavailable(f"The encoder's weights cannot be loaded: {error}") from error
            return self._session

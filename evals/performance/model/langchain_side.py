"""The usual chain of LangChain and Chroma: retriever with a filter, prompt, chat model; runs in an environment of its own.

Nothing of Paperline or of the other files is imported: the interpreter that runs this has LangChain and no more.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from langchain_chroma import Chroma  # type: ignore[import-not-found]
from langchain_core.documents import Document  # type: ignore[import-not-found]
from langchain_core.embeddings import Embeddings  # type: ignore[import-not-found]
from langchain_core.output_parsers import StrOutputParser  # type: ignore[import-not-found]
from langchain_core.prompts import ChatPromptTemplate  # type: ignore[import-not-found]
from langchain_core.runnables import RunnablePassthrough  # type: ignore[import-not-found]
from langchain_openai import ChatOpenAI  # type: ignore[import-not-found]

_AT_ONCE = 500
_PASSAGES = 10
_PROMPT = "Answer the question from these passages and from nothing else.\n\n{context}\n\nQuestion: {question}"


class Known(Embeddings):  # type: ignore[misc]
    """Vectors that were made before: what encoding costs is not measured."""

    def __init__(self, vectors: dict[str, list[float]]) -> None:
        self._vectors = vectors

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Looked up."""
        return [self._vectors[text] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """Looked up."""
        return self._vectors[text]


def chain(given: dict[str, Any]) -> Any:  # noqa: ANN401  (a runnable; LangChain's types are not installed)
    """The chain over the given passages, which stand in a Chroma collection with their day."""
    store = Chroma(
        "bench",
        Known(given["vectors"]),
        persist_directory=given["folder"],
        collection_metadata={"hnsw:space": "cosine"},
    )
    rows = given["rows"]
    for start in range(0, len(rows), _AT_ONCE):
        batch = rows[start : start + _AT_ONCE]
        texts, metadatas = [row["text"] for row in batch], [{"day": row["day"]} for row in batch]
        store.add_texts(texts, metadatas, ids=[row["id"] for row in batch])
    retriever = store.as_retriever(search_kwargs={"k": _PASSAGES, "filter": {"day": given["day"]}})
    model = ChatOpenAI(model="none", base_url=given["address"], api_key="none")
    read = {"context": retriever | _joined, "question": RunnablePassthrough()}
    return read | ChatPromptTemplate.from_template(_PROMPT) | model | StrOutputParser()


def _joined(documents: list[Document]) -> str:
    return "\n\n".join(document.page_content for document in documents)


def main() -> None:
    """Answers the questions that come in, a line each, and says how many seconds every answer took."""
    asked = chain(json.loads(Path(sys.argv[1]).read_text("utf-8")))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        begun = time.perf_counter()
        text = asked.invoke(line.strip())
        took = time.perf_counter() - begun
        sys.stdout.write(f"{took if text else 'nothing'}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

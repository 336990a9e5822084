"""`python -m paperline.adapters.vector_index.probe PATH` ends with 0 where a Chroma folder can be searched."""

from __future__ import annotations

import json
import sys

import numpy as np

from paperline.adapters.vector_index.client import open_client
from paperline.adapters.vector_index.recovery import READY


def main(path: str) -> int:
    """Opens the folder, searches every collection in it and prints what it holds; a damaged one raises, or ends here."""
    print(READY, flush=True)  # noqa: T201 - the parent reads it
    client = open_client(path)
    rows, identities = 0, []
    for collection in client.list_collections():
        sample = np.asarray(collection.peek(1)["embeddings"], dtype=np.float32)
        if sample.size:
            collection.query(query_embeddings=sample.tolist(), n_results=collection.count(), include=[])
        rows += collection.count()
        identities.append(str((collection.metadata or {}).get("identity")))
    print(json.dumps({"rows": rows, "identities": identities}), flush=True)  # noqa: T201 - see above
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

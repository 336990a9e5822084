"""`paperline` whose server takes jobs and never begins them: their streams stay open, as those of a long job do."""

from __future__ import annotations

from unittest.mock import patch

from paperline.delivery.api.worker import JobWorker
from paperline.delivery.cli.app import main

if __name__ == "__main__":
    with patch.object(JobWorker, "start"), patch.object(JobWorker, "join"):
        main()

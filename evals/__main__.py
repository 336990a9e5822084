"""`python -m evals`."""

import sys

from evals.cli import main
from paperline.observability.events import configure_logging

if __name__ == "__main__":
    configure_logging(json_lines=False, level="WARNING")  # figures are all that standard output holds
    sys.exit(main())

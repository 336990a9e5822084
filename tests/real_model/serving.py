"""A child process: llama.cpp's server with the weights of a file, on a free loopback port, until its standard input ends."""

from __future__ import annotations

import os
import sys

import xllamacpp

CONTEXT_TOKENS = 1_280  # of prompt and reply together: what never stops stops here
BUSY = 1.5  # processes on average; with company, two threads that wait for each other are twenty times slower than one


def main(weights: str) -> None:
    """Prints the address once the model is loaded."""
    settings = xllamacpp.CommonParams()
    settings.model.path = weights
    settings.model_alias = {"smollm2-135m"}
    settings.n_ctx = CONTEXT_TOKENS
    settings.n_parallel = 1
    settings.n_threads_http = 2
    settings.cpuparams.n_threads = settings.cpuparams_batch.n_threads = 2 if os.getloadavg()[0] < BUSY else 1
    settings.sampling.penalty_repeat = 1.1  # without it, it says one thing for ever
    settings.sampling.penalty_last_n = 128
    settings.ui = False
    settings.endpoint_slots = False
    settings.warmup = False
    server = xllamacpp.Server(settings)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])

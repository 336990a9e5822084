"""Jobs: work that goes on after the request that asked for it, and after the process that began it."""

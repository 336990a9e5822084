"""Speed and memory, as ratios inside one run: the machine is shared, absolute times mean little."""

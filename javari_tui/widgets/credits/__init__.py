"""Credits as they are told on one line: what the bar says, how it fits, what an answer cost."""

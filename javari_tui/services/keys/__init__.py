"""Where a model's key comes from, and keeping keys out of every text."""

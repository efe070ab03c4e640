"""Sending and answering: what is said, how it is kept, tried again, stopped, continued and queued."""

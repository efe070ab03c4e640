"""Telling others of changes, as Standard Webhooks describes it: signing, whom it may be sent to, and sending."""

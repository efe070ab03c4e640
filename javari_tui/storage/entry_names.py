"""What came with an entry that the endpoint told: the one grant of the account that it can only have been."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from javari_tui.domain.billing import EndpointGrant
from javari_tui.domain.spending import EntryKind, GrantSource, LedgerEntry
from javari_tui.storage.mirror_reads import grants_as_they_count

_SOON = timedelta(days=1)
"""So long after it was given a grant may be heard of."""
_CLOCKS = timedelta(minutes=5)
"""By so much two clocks may differ."""


def with_names(entries: Iterable[LedgerEntry], grants: Iterable[EndpointGrant]) -> tuple[LedgerEntry, ...]:
    """The entries, with where they came from where only one grant has their amount and their time, and only once.

    Only shown so: what is written down stays as it is.
    """
    entries, grants = tuple(entries), tuple(grants)
    found = {entry.seq: fitting for entry in entries if len(fitting := _fitting(entry, grants)) == 1}
    times = Counter(number for (number,) in found.values())
    named = grants_as_they_count(grants)
    return tuple(
        replace(entry, source=named[number].source, note=named[number].note)
        if entry.seq in found and times[number := found[entry.seq][0]] == 1
        else entry
        for entry in entries
    )


def _fitting(entry: LedgerEntry, grants: tuple[EndpointGrant, ...]) -> list[int]:
    """The places of those that it may have been."""
    if entry.kind is not EntryKind.SYNC or entry.source is not GrantSource.ACCOUNT:
        return []
    return [
        number
        for number, grant in enumerate(grants)
        if grant.amount == entry.amount and -_CLOCKS <= entry.created_at - grant.created_at <= _SOON
    ]

"""What the endpoint was told of each day, to compare it with what it has. Days are those of UTC."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from javari_tui.domain.billing import DayApart, DayDifference, DayDigest
from javari_tui.domain.credits import Credits
from javari_tui.storage.accepted_days import is_accepted
from javari_tui.storage.database import Database
from javari_tui.storage.rows import Parameter, rows

_DAY = "substr(coalesce(o.corrected_time, u.created_at), 1, 10)"
_EVENTS = f"""
    SELECT o.id, o.event, o.state, {_DAY} AS day, json_extract(u.metadata, '$.cost') AS cost
    FROM usage_outbox o NOT INDEXED CROSS JOIN credits_usage u ON u.event = o.event WHERE o.user_id = :user
"""  # noqa: S608 - our own constant
"""In the order of their numbers, without an index that would have them sorted for each piece."""


@dataclass(slots=True)
class DaySums:
    """What was told of each day, added up piece by piece."""

    last: int = 0
    """Where the next piece begins."""
    days: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    """Of each day how many events, what they cost, and the digest of their ids."""

    def digests(self) -> tuple[DayDigest, ...]:
        """The days in order."""
        return tuple(
            DayDigest(day=day, count=count, sum=Credits(cost), xor=f"{xor:016x}")
            for day, (count, cost, xor) in sorted(self.days.items())
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCompared:
    """What one day that differs came to."""

    missing: tuple[str, ...]
    """Ids that the endpoint said it had and did not list."""
    unknown_here: tuple[str, ...]
    difference: Credits
    apart: DayApart
    is_settled: bool
    """It differs by nothing but what the user decided to keep here, or accepted."""


class OutboxDays:
    """The days of one account, whoever is signed in meanwhile."""

    def __init__(self, database: Database, user_id: int) -> None:
        self._database, self._user = database, user_id

    def add(self, sums: DaySums, count: int) -> bool:
        """Add so many more events to the sums; False when those were all. In pieces, as the disk has other work."""
        sql = f"{_EVENTS} AND o.state = 'acked' AND o.id > :last ORDER BY o.id LIMIT :count"
        values: dict[str, Parameter] = {"user": self._user, "last": sums.last, "count": count}
        with self._database.reading() as session:
            found = rows(self._database.plain(session), sql, values)
        for row in found:
            many, cost, xor = sums.days.get(row["day"], (0, 0, 0))
            sums.days[row["day"]] = (many + 1, cost + row["cost"], xor ^ _number(row["event"]))
            sums.last = row["id"]
        return len(found) == count

    def compare(self, theirs: DayDifference) -> DayCompared:
        """What is different on a day, by what is here by now."""
        user, listed = self._user, json.dumps(theirs.ids)
        values: dict[str, Parameter] = {"user": user, "day": theirs.endpoint.day, "ids": listed}
        sql = f"{_EVENTS} AND ({_DAY} = :day OR o.event IN (SELECT value FROM json_each(:ids)))"  # noqa: S608
        with self._database.reading() as session:
            plain = self._database.plain(session)
            found = rows(plain, sql, values)
            told = {
                row["event"]: row["cost"]
                for row in found
                if row["state"] == "acked" and row["day"] == theirs.endpoint.day
            }
            apart = _apart(theirs.endpoint, told)
            is_known = is_accepted(plain, user, apart)
        there = frozenset(theirs.ids)
        kept = {row["event"] for row in found if row["state"] == "kept"}
        return DayCompared(
            # Of a day with more ids than are listed too: sending again what is there does no harm.
            missing=tuple(sorted(told.keys() - there)),
            unknown_here=tuple(sorted(there - {row["event"] for row in found})),
            is_settled=is_known or (bool(kept & there) and there - kept == told.keys() and not theirs.is_cut),
            difference=apart.sum,
            apart=apart,
        )


def _apart(theirs: DayDigest, told: Mapping[str, int]) -> DayApart:
    """How far a day here, its events with what they cost, is from theirs."""
    xor = int(theirs.xor, 16)
    for event in told:
        xor ^= _number(event)
    cost = theirs.sum - Credits(sum(told.values()))
    return DayApart(day=theirs.day, count=theirs.count - len(told), sum=cost, xor=f"{xor:016x}")


def _number(event: str) -> int:
    """What an id adds to a digest."""
    return int.from_bytes(hashlib.sha256(event.encode()).digest()[:8], "big")

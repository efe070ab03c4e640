"""What an endpoint's no means: the one table from problem types and statuses to `BillingTrouble`."""

from __future__ import annotations

from datetime import UTC, datetime

from javari_tui.billing.answers import last_part
from javari_tui.billing.exchange import PROBLEM, Answer
from javari_tui.billing.heard import retry_after
from javari_tui.billing.misunderstood import Misunderstood
from javari_tui.domain.billing_errors import BillingError, BillingTrouble

_BY_TYPE = {
    "unauthenticated": BillingTrouble.SIGNED_OUT,
    "scope-missing": BillingTrouble.SIGNED_OUT,
    "insufficient-credits": BillingTrouble.NO_CREDITS,
    "account-closed": BillingTrouble.CLOSED,
    "idempotency-key-in-progress": BillingTrouble.UNREACHABLE,
}
"""They say more than a status does."""
_LATER = frozenset({408, 425, 429})


def refusal_of(answer: Answer) -> BillingError:
    """The error that an answer stands for which is no success."""
    wait = retry_after(answer.headers, now=datetime.now(UTC))
    is_later = answer.status >= 500 or answer.status in _LATER
    try:
        fields = answer.fields(PROBLEM)
        name = last_part(fields.text("type", longest=200, default=""))
        said = fields.text("detail", longest=500, default="") or fields.text("title", longest=500, default="")
        is_later = is_later or fields.flag("retryable")
    except Misunderstood as error:
        # A proxy's page for “busy” is as good as ours; anything else that is none of ours tells nothing.
        trouble = BillingTrouble.UNREACHABLE if is_later else BillingTrouble.NOT_UNDERSTOOD
        return BillingError(trouble, detail=f"HTTP {answer.status}: {error}", retry_after=wait)
    trouble = _BY_TYPE.get(name) or (BillingTrouble.UNREACHABLE if is_later else _by_status(answer.status))
    return BillingError(trouble, detail=said, problem=name, retry_after=wait)


def _by_status(status: int) -> BillingTrouble:
    if status == 401:
        return BillingTrouble.SIGNED_OUT
    return BillingTrouble.NO_CREDITS if status == 402 else BillingTrouble.REFUSED

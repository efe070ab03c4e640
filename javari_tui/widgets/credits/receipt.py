"""What an answer cost, as a text to read: each request, its tokens and prices, and what nobody pays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from javari_tui.domain.credits import Credits
from javari_tui.domain.spending import Receipt
from javari_tui.domain.turn_actions import Action
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import N_, _, ngettext, number_text
from javari_tui.widgets.credits.words import credits_text
from javari_tui.widgets.moments import short_moment

_ACTIONS = {
    Action.CHAT: N_("a chat"),
    Action.CODE_GENERATION: N_("writing code"),
    Action.FILE_ANALYSIS: N_("reading files"),
}


def receipt_text(receipts: Sequence[Receipt], *, is_running: bool = False) -> str:
    """All of it, as paragraphs."""
    if not receipts:
        if is_running:
            return _("The answer is still being written. It is counted when it ends.")
        return _("Nothing was counted for this answer: it came before credits were counted, or nothing came of it.")
    parts = [] if len(receipts) == 1 else [_total(receipts)]
    return "\n\n".join([*parts, *("\n".join(_lines(receipt)) for receipt in receipts)])


def _total(receipts: Sequence[Receipt]) -> str:
    text = ngettext("{cost} in all, for {count} request.", "{cost} in all, for {count} requests.", len(receipts))
    total = Credits.sum(receipt.charged for receipt in receipts)
    return text.format(cost=credits_text(total), count=len(receipts))


def _lines(receipt: Receipt) -> Iterator[str]:
    usage = receipt.usage
    model = " ".join(clean(str(receipt.model)).split())
    cost = credits_text(receipt.charged) if receipt.charged else _("Free")
    yield _("{cost}, for {action}").format(cost=cost, action=_(_ACTIONS[receipt.action]))
    yield _("Model: {model}").format(model=model)
    yield _("When: {time}").format(time=short_moment(receipt.created_at))
    yield _("Tokens sent: {count}").format(count=number_text(usage.prompt))
    if usage.cache_read or usage.cache_write:
        text = _("  of these read from the cache: {read}, written into it: {written}")
        yield text.format(read=number_text(usage.cache_read), written=number_text(usage.cache_write))
    yield _("Tokens of the answer: {count}").format(count=number_text(usage.output))
    yield from _remarks(receipt)


def _remarks(receipt: Receipt) -> Iterator[str]:
    if not receipt.is_priced:
        yield _("Price: not known for this model, so nothing was counted. Its provider may charge you.")
    elif receipt.cost:
        yield _("Prices of: {version}").format(version=clean(receipt.price_version))
    if receipt.is_estimated:
        yield _("Estimated: the provider did not say how much it was, so Javari counted.")
    if receipt.uncovered:
        yield _("Not covered: {cost}. There were no credits left for it, and nobody pays it.").format(
            cost=credits_text(receipt.uncovered)
        )

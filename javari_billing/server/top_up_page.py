"""The page that a refusal for want of credits names: whoever has the account's key orders credits on it."""

from __future__ import annotations

import secrets
from html import escape

from fastapi import Request, Response
from sqlalchemy import Connection

from javari_billing.engine.accounts import bearer_of
from javari_billing.engine.refusals import Refused
from javari_billing.payments.desk import Desk
from javari_billing.server.calls import read_form
from javari_billing.server.html import html_page
from javari_billing.server.page_texts import language_of
from javari_billing.server.payment_texts import PAYMENT_TEXTS, PaymentTexts
from javari_billing.server.workers import Workers
from javari_billing.wire.plans import CheckoutRequest
from javari_billing.wire.values import MICRO

_MOST_DIGITS = 9


class TopUpPage:
    """A form, and the way to the page where it is paid."""

    def __init__(self, workers: Workers, desk: Desk) -> None:
        self._workers, self._desk = workers, desk

    async def show(self, request: Request) -> Response:
        """The form."""
        return _page(request)

    async def order(self, request: Request) -> Response:
        """Open the page for paying. The key comes with the form: there is no session that another site could use."""
        form = await read_form(request)
        amount, key = form.get("amount", "").strip(), form.get("key", "").strip()
        account = await self._workers.read(lambda connection: _account(connection, key, self._workers.now))
        is_number = amount.isascii() and amount.isdigit() and len(amount) <= _MOST_DIGITS
        if account is None or not is_number:
            return _page(request, amount=amount, is_wrong=True)
        wish, once = CheckoutRequest(credits_mcr=int(amount) * MICRO), f"page-{secrets.token_hex(16)}"
        try:
            page = await self._workers.outside(lambda: self._desk.open_page(account, wish, once))
        except Refused as refused:
            if refused.problem.retryable:
                raise
            return _page(request, amount=amount, is_wrong=True)
        language, texts = _texts(request)
        # A link, not a redirect: the page's own rules let a form lead nowhere else.
        body = f'<p><a href="{escape(page.url)}" rel="noreferrer">{escape(texts.to_page)}</a></p>'
        return html_page(language, texts.top_up, body)


def _account(connection: Connection, key: str, now: int) -> str | None:
    """Whose key it is; a token that was lent for a quarter of an hour opens no other door."""
    bearer = bearer_of(connection, key, now=now) if key.startswith("jvk_") else None
    return bearer.account_id if bearer is not None and "checkout:create" in bearer.scopes else None


def _texts(request: Request) -> tuple[str, PaymentTexts]:
    language = language_of(request.headers.get("accept-language", ""))
    return language, PAYMENT_TEXTS[language]


def _page(request: Request, *, amount: str = "1000", is_wrong: bool = False) -> Response:
    language, texts = _texts(request)
    wrong = f'<p role="alert" id="wrong">{escape(texts.wrong)}</p>' if is_wrong else ""
    described, invalid = ("wrong ", ' aria-invalid="true"') if is_wrong else ("", "")
    body = (
        f"<p>{escape(texts.top_up_intro)}</p>{wrong}"
        '<form method="post" action="/top-up">'
        f'<label for="amount">{escape(texts.amount)}</label>'
        f'<p class="hint" id="amount-hint">{escape(texts.amount_hint)}</p>'
        f'<input id="amount" name="amount" value="{escape(amount[:20])}" required maxlength="9" inputmode="numeric" '
        f'autocomplete="off" aria-describedby="{described}amount-hint"{invalid} autofocus>'
        f'<label for="key">{escape(texts.key)}</label><p class="hint" id="key-hint">{escape(texts.key_hint)}</p>'
        '<input id="key" name="key" type="password" required maxlength="200" autocomplete="current-password" '
        f'aria-describedby="{described}key-hint"{invalid}>'
        f"<button>{escape(texts.order)}</button></form>"
    )
    return html_page(language, texts.top_up, body, 422 if is_wrong else 200)

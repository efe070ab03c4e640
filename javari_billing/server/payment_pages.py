"""The pages about payments that are the server's own: where one comes back to, and those of the test provider."""

from __future__ import annotations

from html import escape

from fastapi import Request, Response
from sqlalchemy import Connection

from javari_billing.engine.refusals import refuse
from javari_billing.engine.trial_payments import Trial, cancel, paying_for, press, trial
from javari_billing.payments.desk import Desk
from javari_billing.payments.provider import ProviderFailed
from javari_billing.server.calls import read_form
from javari_billing.server.html import html_page
from javari_billing.server.page_texts import language_of
from javari_billing.server.payment_texts import PAYMENT_TEXTS, PaymentTexts
from javari_billing.server.visits import Visits
from javari_billing.server.workers import Workers
from javari_billing.wire.values import MICRO

_BUTTONS = {"open": ("pay", "decline", "later"), "pending": ("pay", "decline"), "paid": ("refund",)}


class ReturnPage:
    """Where a provider sends people back to. That somebody is here proves nothing, but is a reason to ask."""

    def __init__(self, workers: Workers, desk: Desk | None) -> None:
        self._workers, self._desk = workers, desk

    async def show(self, request: Request) -> Response:
        """What became of the payment, as far as it is known."""
        desk, page_id = self._desk, request.query_params.get("page", "")[:100]
        state = ""
        if desk is not None and page_id:
            try:
                state = await self._workers.outside(lambda: desk.fulfil_page(page_id))
            except ProviderFailed:
                state = "open"
        language, texts = _texts(request)
        told = {"paid": texts.paid, "ended": texts.ended}.get(state, texts.awaited)
        body = f'<p role="status">{escape(told)}</p><p>{escape(texts.close)}</p>'
        return html_page(language, texts.paid_title, body)


class TrialPages:
    """The pages of the test provider. Their addresses cannot be guessed; who has one may press its buttons."""

    def __init__(self, workers: Workers, desk: Desk, visits: Visits) -> None:
        self._workers, self._desk, self._visits = workers, desk, visits

    async def show(self, request: Request) -> Response:
        """What is paid for, and the buttons."""
        return self._page(request, await self._found(request))

    async def press(self, request: Request) -> Response:
        """Do what a button says; what was paid is given before the answer."""
        if not self._visits.is_own(request):
            raise refuse("malformed", "This comes from another site.")
        button = (await read_form(request)).get("press", "")
        before = await self._found(request)
        if before.page.kind == "portal":
            await self._cancel(before)
        else:
            await self._workers.write(lambda one: press(one, before.session_id, button, now=self._workers.now))
            done = self._desk.reverse if button == "refund" else self._desk.fulfil
            await self._workers.outside(lambda: done(before.session_id))
        after = await self._found(request)
        if after.state == "paid" and before.state != "paid":
            return Response(status_code=303, headers={"Location": f"/paid?page={after.page.id}"})
        return self._page(request, after, is_declined=button == "decline" and after.state == "open")

    async def _cancel(self, portal: Trial) -> None:
        def work(connection: Connection) -> str | None:
            paid = paying_for(connection, portal.page.account_id)
            if paid is not None:
                cancel(connection, paid.session_id, now=self._workers.now)
            return None if paid is None else paid.session_id

        name = await self._workers.write(work)
        if name is not None:
            await self._workers.outside(lambda: self._desk.follow(name))

    async def _found(self, request: Request) -> Trial:
        name = request.path_params["session_id"][:100]

        def look(connection: Connection) -> tuple[Trial | None, Trial | None]:
            page = trial(connection, name)
            if page is None or page.page.kind != "portal":
                return page, None
            return page, paying_for(connection, page.page.account_id)

        page, request.state.plan = await self._workers.read(look)
        if page is None or not self._visits.is_welcome(request):
            raise refuse("not-found")
        return page

    def _page(self, request: Request, found: Trial, *, is_declined: bool = False) -> Response:
        language, texts = _texts(request)
        plan: Trial | None = request.state.plan
        body = f'<p role="note"><strong>{escape(texts.is_test)}</strong></p>'
        told = {"pending": texts.pending, "failed": texts.failed, "refunded": texts.refunded, "paid": texts.paid}
        if found.page.kind == "portal":
            buttons = {"cancel": texts.cancel} if plan is not None else {}
            body += f"<p>{escape(_plan_told(texts, plan))}</p>"
        else:
            words = texts.arrives, texts.fails
            names = {"pay": texts.pay, "decline": texts.decline, "later": texts.later, "refund": texts.refund}
            names |= dict(zip(("pay", "decline"), words, strict=True)) if found.state == "pending" else {}
            buttons = {name: names[name] for name in _BUTTONS.get(found.state, ())}
            body += f"<p>{escape(_order_told(texts, found))}</p>"
            state = texts.declined if is_declined else told.get(found.state, "")
            body += f'<p role="{"alert" if is_declined else "status"}">{escape(state)}</p>' if state else ""
        rows = "".join(f'<button name="press" value="{name}">{escape(word)}</button>' for name, word in buttons.items())
        if rows:
            body += f'<form method="post" action="/test-payments/{escape(found.session_id)}">{rows}</form>'
        return html_page(language, texts.title, body, 422 if is_declined else 200)


def _texts(request: Request) -> tuple[str, PaymentTexts]:
    language = language_of(request.headers.get("accept-language", ""))
    return language, PAYMENT_TEXTS[language]


def _plan_told(texts: PaymentTexts, plan: Trial | None) -> str:
    return texts.nothing if plan is None else texts.portal.format(plan=plan.page.plan)


def _order_told(texts: PaymentTexts, found: Trial) -> str:
    page = found.page
    price = f"{page.price // 100}.{page.price % 100:02d}"
    if page.kind == "credits":
        return texts.credits.format(amount=page.credits // MICRO, price=price, currency=page.currency)
    cycle = texts.annual if page.cycle == "annual" else texts.monthly
    return texts.plan.format(plan=page.plan, price=price, currency=page.currency, cycle=cycle)

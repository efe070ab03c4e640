"""The page on which a user approves a device: a plain form, made for keyboards and screen readers, without scripts."""

from __future__ import annotations

from html import escape

from fastapi import Request, Response

from javari_billing.engine.sign_in import decide
from javari_billing.server.calls import read_form
from javari_billing.server.html import html_page
from javari_billing.server.page_texts import TEXTS, PageTexts, language_of
from javari_billing.server.workers import Workers


class DevicePage:
    """The page, shown and answered."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers

    async def show(self, request: Request) -> Response:
        """The form, with the code where the address has one."""
        return _page(request, _form, code=request.query_params.get("user_code", "")[:20])

    async def decide(self, request: Request) -> Response:
        """What the user decided. The key comes with the form: there is no session that another site could use."""
        form, now = await read_form(request), self._workers.now
        code, key, allow = form.get("code", ""), form.get("key", "").strip(), form.get("answer") == "allow"
        done = await self._workers.write(lambda connection: decide(connection, code, key, allow=allow, now=now))
        if not done:
            return _page(request, _form, code=code[:20], is_wrong=True)
        return _page(request, _end, allow=allow)


def _page(request: Request, body: object, **values: object) -> Response:
    language = language_of(request.headers.get("accept-language", ""))
    texts = TEXTS[language]
    assert callable(body)
    return html_page(language, texts.title, str(body(texts, **values)), 422 if values.get("is_wrong") else 200)


def _form(texts: PageTexts, *, code: str, is_wrong: bool = False) -> str:
    wrong = f'<p role="alert" id="wrong">{escape(texts.wrong)}</p>' if is_wrong else ""
    invalid = ' aria-invalid="true"' if is_wrong else ""
    described = "wrong " if is_wrong else ""
    # The first field that is still empty has the focus.
    on_code, on_key = ("", " autofocus") if code else (" autofocus", "")
    return (
        f"<p>{escape(texts.intro)}</p>{wrong}"
        '<form method="post" action="/device">'
        f'<label for="code">{escape(texts.code)}</label><p class="hint" id="code-hint">{escape(texts.code_hint)}</p>'
        f'<input id="code" name="code" value="{escape(code)}" required maxlength="20" autocomplete="off" '
        f'autocapitalize="characters" spellcheck="false" aria-describedby="{described}code-hint"{invalid}{on_code}>'
        f'<label for="key">{escape(texts.key)}</label><p class="hint" id="key-hint">{escape(texts.key_hint)}</p>'
        '<input id="key" name="key" type="password" required maxlength="200" autocomplete="current-password" '
        f'aria-describedby="{described}key-hint"{invalid}{on_key}>'
        f"<p>{escape(texts.warning)}</p>"
        f'<button name="answer" value="allow">{escape(texts.allow)}</button>'
        f'<button name="answer" value="deny">{escape(texts.deny)}</button></form>'
    )


def _end(texts: PageTexts, *, allow: bool) -> str:
    told = texts.allowed if allow else texts.denied
    return f'<p role="status">{escape(told)}</p><p>{escape(texts.close)}</p>'

"""What every page of the server's is made of: no scripts, nothing from elsewhere, readable in any browser."""

from __future__ import annotations

import base64
import hashlib
from html import escape

from fastapi import Response

_STYLE = """
:root { color-scheme: light dark; font: 1.125rem/1.5 system-ui, sans-serif; }
body { max-width: 32rem; margin: 0 auto; padding: 1.5rem; }
label { display: block; margin-top: 1.25rem; font-weight: 600; }
.hint { margin: 0; font-size: 1rem; }
input { box-sizing: border-box; width: 100%; min-height: 2.75rem; padding: .25rem .5rem; font: inherit; }
#code { font-family: ui-monospace, monospace; letter-spacing: .1em; text-transform: uppercase; }
button { min-height: 2.75rem; min-width: 8rem; margin: 1.5rem .75rem 0 0; padding: .25rem 1rem; font: inherit; }
[role=alert] { border: 2px solid; padding: .75rem; font-weight: 600; }
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
    # Not “no-referrer”: with that a browser keeps the origin of a form from its own server too.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Accept-Language",
}


def html_page(language: str, title: str, body: str, status: int = 200) -> Response:
    """A whole page; `body` is HTML already."""
    html = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{body}</main></body></html>"
    )
    return Response(html, status, _HEADERS, "text/html; charset=utf-8")

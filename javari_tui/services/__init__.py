"""What Javari can do, without a screen.

`opening.open_services` makes the `Services`; it brings the database library with it, so whoever only names the type
does that for type checkers alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from javari_tui.services.opening import Services as Services

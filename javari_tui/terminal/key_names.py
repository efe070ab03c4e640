"""Keys as people read them."""

from __future__ import annotations

from javari_tui.i18n import N_, _

_NAMED = {
    "enter": N_("Enter"),
    "escape": N_("Esc"),
    "space": N_("Space"),
    "tab": N_("Tab"),
    "up": N_("Up"),
    "down": N_("Down"),
    "left": N_("Left"),
    "right": N_("Right"),
    "home": N_("Home"),
    "end": N_("End"),
    "pageup": N_("PgUp"),
    "pagedown": N_("PgDn"),
    "backspace": N_("Backspace"),
    "delete": N_("Del"),
    "insert": N_("Ins"),
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "question_mark": "?",
    "slash": "/",
}
_MODIFIERS = {"ctrl": N_("Ctrl"), "alt": N_("Alt"), "shift": N_("Shift")}


def key_name(key: str, *, short: bool = False) -> str:
    """One key, such as `Ctrl+O`, `F1`, `[`; `short` writes `^O` for the footer."""
    *modifiers, last = key.strip().split("+")
    name = _(_NAMED[last]) if last in _NAMED else (last.upper() if modifiers or len(last) > 1 else last)
    if short and modifiers == ["ctrl"]:
        return f"^{name}"
    return "+".join([*(_(_MODIFIERS.get(modifier, modifier)) for modifier in modifiers), name])

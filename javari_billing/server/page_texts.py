"""What the page for approving a device says, in each of its languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class PageTexts:
    """The texts of the page in one language."""

    title: str
    intro: str
    code: str
    code_hint: str
    key: str
    key_hint: str
    allow: str
    deny: str
    warning: str
    wrong: str
    allowed: str
    denied: str
    close: str


TEXTS: Final = {
    "en": PageTexts(
        title="Sign in to Javari",
        intro="Javari on another machine asks to use your credits.",
        code="Code",
        code_hint="The eight letters that Javari shows you, such as WDJB-MJHT.",
        key="Account key",
        key_hint="It begins with jvk_. You got it when your account was opened.",
        allow="Allow",
        deny="Do not allow",
        warning="Allow this only if you asked for it yourself, and the code is the one on your own screen.",
        wrong="The code or the key is not right, or the code is older than 15 minutes. Nothing was allowed.",
        allowed="Done: Javari is signed in.",
        denied="Javari was not allowed in.",
        close="You can close this page.",
    ),
    "es": PageTexts(
        title="Iniciar sesión en Javari",
        intro="Javari pide usar tus créditos desde otro equipo.",
        code="Código",
        code_hint="Las ocho letras que te muestra Javari, por ejemplo WDJB-MJHT.",
        key="Clave de la cuenta",
        key_hint="Empieza por jvk_. La recibiste al abrir tu cuenta.",
        allow="Permitir",
        deny="No permitir",
        warning="Permítelo solo si lo has pedido tú y el código es el que ves en tu propia pantalla.",
        wrong="El código o la clave no son correctos, o el código tiene más de 15 minutos. No se ha permitido nada.",
        allowed="Listo: Javari ha iniciado sesión.",
        denied="No se ha permitido la entrada de Javari.",
        close="Puedes cerrar esta página.",
    ),
}


def language_of(accepted: str) -> str:
    """The language of the page that a browser likes best, by its Accept-Language."""
    wanted: list[tuple[int, int, str]] = []
    for place, part in enumerate(accepted.split(",")[:20]):
        tag, _, quality = part.strip().partition(";q=")
        wanted.append((-_thousandths(quality), place, tag.split("-")[0].lower()))
    return next((tag for weight, _, tag in sorted(wanted) if weight and tag in TEXTS), "en")


def _thousandths(quality: str) -> int:
    """A quality such as `0.8` without floats; without one it is the highest."""
    whole, _, part = quality.strip().partition(".")
    digits = whole + part[:3].ljust(3, "0")
    return min(int(digits), 1000) if whole and digits.isascii() and digits.isdigit() else 1000

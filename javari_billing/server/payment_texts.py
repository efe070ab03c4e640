"""What the pages about payments say, in each of their languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class PaymentTexts:
    """The texts of the pages in one language."""

    title: str
    is_test: str
    credits: str
    plan: str
    monthly: str
    annual: str
    pay: str
    decline: str
    later: str
    arrives: str
    fails: str
    refund: str
    declined: str
    pending: str
    failed: str
    refunded: str
    portal: str
    cancel: str
    nothing: str
    cancelled: str
    top_up: str
    top_up_intro: str
    amount: str
    amount_hint: str
    key: str
    key_hint: str
    order: str
    wrong: str
    to_page: str
    paid_title: str
    paid: str
    awaited: str
    ended: str
    close: str


PAYMENT_TEXTS: Final = {
    "en": PaymentTexts(
        title="Test payment",
        is_test="This is a test page of Javari's billing server. No money moves, whatever you press.",
        credits="{amount} credits for {price} {currency}",
        plan="Plan {plan} for {price} {currency}, {cycle}",
        monthly="every month",
        annual="every year",
        pay="Pay",
        decline="Decline the card",
        later="Pay later",
        arrives="The payment arrives",
        fails="The payment fails",
        refund="Refund it",
        declined="The card was declined. Nothing was paid; you can try again.",
        pending="The payment is on its way. Nothing is given until it arrives.",
        failed="The payment failed. Nothing was given.",
        refunded="The payment was refunded.",
        portal="Plan {plan}",
        cancel="Cancel the plan",
        nothing="Nothing is paid for regularly.",
        cancelled="The plan ends with the period that is paid.",
        top_up="Top up Javari",
        top_up_intro="Buy credits for your account. Nothing is charged before you pay on the next page.",
        amount="Credits",
        amount_hint="A whole number, such as 1000.",
        key="Account key",
        key_hint="It begins with jvk_. You got it when your account was opened.",
        order="Continue",
        wrong="The key is not right, or this amount cannot be bought. Nothing was ordered.",
        to_page="Go to the page where you pay",
        paid_title="Javari",
        paid="Paid. Your credits are in your account; Javari shows them in a moment.",
        awaited="Nothing has been paid here yet. When the payment arrives, Javari shows it by itself.",
        ended="This page is over; nothing was paid.",
        close="You can close this page.",
    ),
    "es": PaymentTexts(
        title="Pago de prueba",
        is_test="Esta es una página de prueba del servidor de facturación de Javari. No se mueve dinero, pulses lo que "
        "pulses.",
        credits="{amount} créditos por {price} {currency}",
        plan="Plan {plan} por {price} {currency}, {cycle}",
        monthly="cada mes",
        annual="cada año",
        pay="Pagar",
        decline="Rechazar la tarjeta",
        later="Pagar más tarde",
        arrives="El pago llega",
        fails="El pago falla",
        refund="Devolver el dinero",
        declined="La tarjeta se ha rechazado. No se ha pagado nada; puedes volver a intentarlo.",
        pending="El pago está en camino. No se entrega nada hasta que llegue.",
        failed="El pago ha fallado. No se ha entregado nada.",
        refunded="El dinero se ha devuelto.",
        portal="Plan {plan}",
        cancel="Cancelar el plan",
        nothing="No hay nada que se pague periódicamente.",
        cancelled="El plan termina con el periodo que está pagado.",
        top_up="Recargar Javari",
        top_up_intro="Compra créditos para tu cuenta. No se cobra nada antes de que pagues en la página siguiente.",
        amount="Créditos",
        amount_hint="Un número entero, por ejemplo 1000.",
        key="Clave de la cuenta",
        key_hint="Empieza por jvk_. La recibiste al abrir tu cuenta.",
        order="Continuar",
        wrong="La clave no es correcta o no se puede comprar esa cantidad. No se ha pedido nada.",
        to_page="Ir a la página donde se paga",
        paid_title="Javari",
        paid="Pagado. Tus créditos están en tu cuenta; Javari los muestra enseguida.",
        awaited="Aquí todavía no se ha pagado nada. Cuando llegue el pago, Javari lo mostrará solo.",
        ended="Esta página ya no vale; no se ha pagado nada.",
        close="Puedes cerrar esta página.",
    ),
}

"""The payment request as people get it: as PDF, and as part of a page with the VietQR code."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from app.core import clock
from app.core.i18n import _, force_locale, language
from app.documents import pdf, qr
from app.events.models import Event
from app.payments import vietqr
from app.payments.models import Invoice, InvoiceState
from app.payments.words import amount_in_words


@dataclass(frozen=True)
class PaymentRequest:
    """What a payer needs to pay: how much, until when, to which account, with which text.

    Attributes:
        payload: what the VietQR code says; empty when nothing is to be paid or the event has no account yet.
        is_late: a last day is over, of the deposit while it is open, else of the rest.
    """

    invoice: Invoice
    amount_vnd: int
    amount_words: str
    deposit_vnd: int
    deposit_due_on: date | None
    balance_due_on: date | None
    bank_name: str
    account: str
    account_name: str
    transfer_text: str
    payload: str
    is_late: bool = False

    @property
    def qr(self) -> Markup:
        """Return the code as inline SVG; empty without payload."""
        if not self.payload:
            return Markup("")
        label = _("VietQR code: %(amount)s đồng with the text %(text)s", amount=self.amount_vnd, text=self.transfer_text)
        return qr.svg(self.payload, label=label)


def payment_request(invoice: Invoice, event: Event, locale: str | None = None) -> PaymentRequest:
    """Return what the payer of `invoice` needs; words in `locale`, by default the reader's language.

    The code asks for what is still open: the whole sum before anything was paid (A-07).
    """
    amount = invoice.open_vnd
    payable = bool(amount and event.bank_bin and event.bank_account)
    due_on = invoice.deposit_due_on if invoice.paid_vnd < invoice.deposit_vnd else invoice.balance_due_on
    deposit_open = invoice.deposit_vnd if invoice.paid_vnd < invoice.deposit_vnd < invoice.total_vnd else 0
    return PaymentRequest(
        invoice=invoice,
        amount_vnd=amount,
        amount_words=amount_in_words(amount, locale or language()),
        deposit_vnd=max(deposit_open - invoice.paid_vnd, 0),
        deposit_due_on=invoice.deposit_due_on,
        balance_due_on=invoice.balance_due_on,
        bank_name=bank_name(event.bank_bin),
        account=event.bank_account,
        account_name=event.bank_account_name,
        transfer_text=invoice.code,
        payload=vietqr.payload(event.bank_bin, event.bank_account, amount, invoice.code) if payable else "",
        is_late=bool(amount and due_on and due_on < clock.today(event.timezone)),
    )


def bank_name(bank_bin: str) -> str:
    """Return the short name of the bank with this BIN; the BIN itself when it is unknown."""
    found = [bank for bank in vietqr.banks() if bank.bin == bank_bin]
    chosen = next((bank for bank in found if bank.vietqr == "transfer"), found[0] if found else None)
    return chosen.short_name if chosen else bank_bin


def request_pdf(invoice: Invoice, event: Event, locale: str) -> bytes:
    """Return the payment request as PDF, one A4 page for up to some twenty lines."""
    with force_locale(locale):
        context: dict[str, Any] = {
            "request": payment_request(invoice, event, locale),
            "invoice": invoice,
            "event": event,
            "event_name": event.text("name", locale),
            "total_words": amount_in_words(invoice.total_vnd, locale),
            "is_cancelled": invoice.state == InvoiceState.CANCELLED,
            "host": event.owner.name,
            "host_unit": "",
            "host_logo": "",
            "live_url": "",
            "made_at": clock.now(),
            "footer_note": invoice.code,
        }
        sheets = ("pdf/a4.css", "pdf/payments/request.css")
        return pdf.render("pdf/payments/request.html", context, css=sheets, locale=locale)


def file_name(invoice: Invoice) -> str:
    """Return the name under which the PDF is offered."""
    return f"{_('Payment request')} {invoice.code}.pdf"

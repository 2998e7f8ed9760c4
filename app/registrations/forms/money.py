"""What organisers type about money of exhibitors: terms of withdrawal, reasons, transfers."""

from typing import Any

from wtforms import IntegerField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.core.forms import Form, TextField, required_message
from app.core.i18n import _, _l
from app.payments.models import RefundTier
from app.payments.services.refunds import Tier

required = InputRequired(message=required_message)
ROWS = 5


def _percent(label: Any) -> IntegerField:
    limits = NumberRange(0, 100, _l("Please enter a whole percentage between 0 and 100."))
    return IntegerField(label, [Optional(), limits])


def _days(label: Any) -> IntegerField:
    return IntegerField(label, [Optional(), NumberRange(0, 730, _l("Please enter days between 0 and 730."))])


class TermsForm(Form):
    """Up to five rules; an empty line is none."""

    days_1, deposit_1, balance_1 = _days(_l("Days before")), _percent(_l("Of the deposit")), _percent(_l("Of the rest"))
    days_2, deposit_2, balance_2 = _days(_l("Days before")), _percent(_l("Of the deposit")), _percent(_l("Of the rest"))
    days_3, deposit_3, balance_3 = _days(_l("Days before")), _percent(_l("Of the deposit")), _percent(_l("Of the rest"))
    days_4, deposit_4, balance_4 = _days(_l("Days before")), _percent(_l("Of the deposit")), _percent(_l("Of the rest"))
    days_5, deposit_5, balance_5 = _days(_l("Days before")), _percent(_l("Of the deposit")), _percent(_l("Of the rest"))

    @staticmethod
    def values_of(tiers: list[RefundTier]) -> dict[str, Any]:
        """Return what the form shows first."""
        values: dict[str, Any] = {}
        for number, tier in enumerate(tiers[:ROWS], start=1):
            values |= {f"days_{number}": tier.days_before, f"deposit_{number}": tier.deposit_pct}
            values[f"balance_{number}"] = tier.balance_pct
        return values

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """Return the fields by line."""
        return [(self[f"days_{number}"], self[f"deposit_{number}"], self[f"balance_{number}"]) for number in range(1, ROWS + 1)]

    def fits(self) -> bool:
        """Tell whether the rules go together; what does not is refused at its field."""
        seen: dict[int, tuple[int, int]] = {}
        for days, deposit, balance in self.rows():
            if days.data is None:
                if deposit.data is not None or balance.data is not None:
                    self.refuse(days.name, required_message)
                continue
            for field in (deposit, balance):
                if field.data is None:
                    self.refuse(field.name, required_message)
            if days.data in seen:
                self.refuse(days.name, _("There is a rule for this day already."))
            shares = (deposit.data or 0, balance.data or 0)
            earlier = [known for day, known in seen.items() if day > days.data]
            if any(shares[0] > known[0] or shares[1] > known[1] for known in earlier):
                self.refuse(deposit.name, _("Who withdraws later cannot get more than who withdraws earlier."))
            seen[days.data] = shares
        return not self.errors

    def tiers(self) -> list[Tier]:
        return [Tier(days.data, deposit.data, balance.data) for days, deposit, balance in self.rows() if days.data is not None]


class PayOutForm(Form):
    reference = TextField(_l("Bank's reference of the transfer"), [required], max_length=120)


class ReleaseForm(Form):
    whose = RadioField(
        _l("Who gives the booth up"),
        choices=lambda: [
            ("exhibitor", _("the exhibitor: the terms of withdrawal count")),
            ("organiser", _("the organiser: what was paid stays as credit until it is paid back or used")),
        ],
        default="exhibitor",
    )
    reason = TextField(_l("Reason"), [required], max_length=200)


class PricesForm(Form):
    basis = RadioField(
        _l("Which day counts"),
        choices=lambda: [("booked", _("the day on which the booth was taken")), ("today", _("today"))],
        default="booked",
    )
    chosen = SelectMultipleField(_l("Booths"), choices=[], validate_choice=False)
    reason = TextField(_l("Reason"), [required], max_length=160)

    def validate_chosen(self, field: Any) -> None:
        if not field.data:
            self.refuse("chosen", _("Please choose at least one booth."))

"""What organisers type about the rate card: lines, dates, subsidies, price groups."""

import re
from datetime import date
from typing import Any

from flask import request
from wtforms import DateField, IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from app.booths.forms import kind_choices
from app.booths.models import BoothKind, BoothPrice, BoothSubsidy, FirmClass, PriceTier
from app.booths.rate_card import Days, Flaw
from app.booths.services.rates import LineKey, Rates, SubsidyTerms
from app.core.forms import Form, LongTextField, MoneyField, TextField, choices, parse_vnd, required_message
from app.core.i18n import _, _l, format_date, format_number

_needed = InputRequired(required_message)
_PERCENT = re.compile(r"([0-9]{1,3})\s*%")
_MOST_VND = 10**12


class ShareField(TextField):
    """A part of a price: "10 %" or an amount in đồng. `pct` and `vnd` after validation, both None when empty."""

    pct: int | None = None
    vnd: int | None = None

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        text = self.data or ""
        if not text:
            return
        percent = _PERCENT.fullmatch(text)
        if percent is not None:
            self.pct, self.vnd = int(percent[1]), 0
            if self.pct > 100:
                raise ValidationError(_("Please enter a whole percentage between 0 and 100."))
            return
        try:
            self.pct, self.vnd = 0, parse_vnd(text)
        except ValueError as error:
            raise ValidationError(_("Please enter a percentage with its sign, or whole đồng such as 450.000.")) from error


def shown_share(pct: int | None, vnd: int | None) -> str:
    """Return a share as it is typed: "10 %", "450.000", "" for none."""
    if vnd:
        return f"{vnd:,}".replace(",", ".")
    return "" if pct is None else f"{pct} %"


class LineForm(Form):
    """One line of the rate card."""

    kind = SelectField(_l("Kind of booth"), choices=lambda: choices(kind_choices()))
    price_group = TextField(_l("Price group"), max_length=30)
    area_from = IntegerField(_l("From this size on"), [Optional(), NumberRange(0, 10_000)], default=0)
    unit = RadioField(
        _l("The price is for"),
        choices=lambda: [("booth", _("one booth")), ("m2", _("one square metre"))],
        default="booth",
    )
    standard = MoneyField(_l("Standard price"), [_needed])
    early = MoneyField(_l("Early price"))
    late = MoneyField(_l("Late price"))
    min_area = IntegerField(_l("Least area"), [Optional(), NumberRange(0, 10_000)], default=0)
    corner = ShareField(_l("Surcharge for two open sides"), max_length=20)
    head = ShareField(_l("Surcharge for three open sides"), max_length=20)
    island = ShareField(_l("Surcharge for four open sides"), max_length=20)
    vat = IntegerField(
        _l("VAT"), [_needed, NumberRange(0, 100, _l("Please enter a whole percentage between 0 and 100."))], default=8
    )

    @staticmethod
    def values_of(line: BoothPrice | None) -> dict[str, Any]:
        """Return what the form shows first."""
        if line is None:
            return {}
        return {
            "kind": line.kind.value,
            "price_group": line.price_group,
            "area_from": line.area_from_m2,
            "unit": "m2" if line.per_m2_vnd else "booth",
            "standard": line.per_m2_vnd or line.per_booth_vnd,
            "early": line.early_vnd,
            "late": line.late_vnd,
            "min_area": line.min_area_m2,
            "corner": shown_share(line.corner_pct, line.corner_vnd),
            "head": shown_share(line.head_pct, line.head_vnd),
            "island": shown_share(line.island_pct, line.island_vnd),
            "vat": line.vat_pct,
        }

    def validate_standard(self, field: MoneyField) -> None:
        if self.unit.data == "m2" and field.data == 0:
            raise ValidationError(_("A price per square metre is above zero. For free booths choose one booth as unit."))

    def key(self) -> LineKey:
        return LineKey(BoothKind(self.kind.data), self.price_group.data or "", self.area_from.data or 0)

    def rates(self) -> Rates:
        by_area, amount = self.unit.data == "m2", self.standard.data or 0
        return Rates(
            per_booth_vnd=0 if by_area else amount,
            per_m2_vnd=amount if by_area else 0,
            early_vnd=self.early.data,
            late_vnd=self.late.data,
            min_area_m2=(self.min_area.data or 0) if by_area else 0,
            corner_pct=self.corner.pct or 0,
            corner_vnd=self.corner.vnd or 0,
            head_pct=self.head.pct,
            head_vnd=self.head.vnd,
            island_pct=self.island.pct,
            island_vnd=self.island.vnd,
            vat_pct=self.vat.data,
        )


def _day(label: Any) -> DateField:
    return DateField(label, [Optional()], format=["%Y-%m-%d", "%d/%m/%Y"])


class BandsForm(Form):
    """From when until when each tier counts. A tier with neither day is not used."""

    early_from = _day(_l("First day of the early price"))
    early_until = _day(_l("Last day of the early price"))
    standard_from = _day(_l("First day of the standard price"))
    standard_until = _day(_l("Last day of the standard price"))
    late_from = _day(_l("First day of the late price"))
    late_until = _day(_l("Last day of the late price"))

    @classmethod
    def for_bands(cls, bands: list[Any], *, bound: bool) -> "BandsForm":
        """Return the form with these bands, or with what was sent."""
        values: dict[str, date | None] = {}
        for band in bands:
            values |= {f"{band.tier.value}_from": band.starts_on, f"{band.tier.value}_until": band.ends_on}
        return cls(formdata=request.form if bound else None, data=values)

    def rows(self) -> list[tuple[PriceTier, Any, Any]]:
        """Return the tiers with their two fields."""
        return [(tier, self[f"{tier.value}_from"], self[f"{tier.value}_until"]) for tier in PriceTier]

    def bands(self) -> list[Days]:
        return [Days(tier, first.data, last.data) for tier, first, last in self.rows() if first.data or last.data]

    def refuse_flaws(self, flaws: list[Flaw]) -> None:
        """Put each flaw at the field that is to blame."""
        for flaw in flaws:
            part = "from" if flaw.field == "starts_on" else "until"
            self.refuse(f"{flaw.tier.value}_{part}", _flaw_text(flaw))


def _flaw_text(flaw: Flaw) -> str:
    day = format_date(flaw.day) if flaw.day else ""
    if flaw.kind == "reversed":
        return _("The last day lies before the first.")
    if flaw.kind == "open":
        return _("Please give this day: another price stands beside this one.")
    if flaw.kind == "overlap":
        return _("Some days would have two prices. Please begin on %(day)s.", day=day)
    return _("Some days before would have no price. Please begin on %(day)s.", day=day)


class SubsidyForm(Form):
    name = TextField(_l("Name of the support"), [_needed], max_length=120)
    payer = TextField(_l("Who pays"), [_needed], max_length=160)
    reason = TextField(_l("On which ground"), [_needed], max_length=200)
    firm_class = SelectField(
        _l("For whom"), choices=lambda: choices([(firm.value, firm.label) for firm in FirmClass]), default="any"
    )
    share = ShareField(_l("How much"), [_needed], max_length=20)

    @staticmethod
    def values_of(subsidy: BoothSubsidy | None) -> dict[str, Any]:
        """Return what the form shows first."""
        if subsidy is None:
            return {}
        told = {name: getattr(subsidy, name) for name in ("name", "payer", "reason")}
        return told | {"firm_class": subsidy.firm_class.value, "share": shown_share(subsidy.pct, subsidy.amount_vnd)}

    def validate_share(self, field: ShareField) -> None:
        if not field.pct and not field.vnd:
            raise ValidationError(_("The support must be above zero."))
        if (field.vnd or 0) > _MOST_VND:
            raise ValidationError(_("The amount must be below %(most)s.", most=format_number(_MOST_VND)))

    def terms(self) -> SubsidyTerms:
        share = {"pct": self.share.pct or 0, "amount_vnd": self.share.vnd or 0}
        return SubsidyTerms(self.name.data, self.payer.data, self.reason.data, FirmClass(self.firm_class.data), **share)


class GroupForm(Form):
    """Booths that share a price group."""

    codes = LongTextField(_l("Booths"), [_needed], max_length=4000)
    price_group = TextField(_l("Price group"), max_length=30)

    def wanted(self) -> list[str]:
        """Return the codes that were typed, in capitals."""
        return [code.upper() for code in re.split(r"[\s,;]+", self.codes.data or "") if code]

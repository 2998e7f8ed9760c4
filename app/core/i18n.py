"""Languages and local forms: the locale of the request, dates, times, money, numbers, names.

Every feature has its catalogue under translations/<feature>/; texts in code are English.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import babel.dates
import babel.numbers
from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import Babel, Domain, force_locale, get_locale, gettext, lazy_gettext, ngettext

__all__ = ["_", "_l", "_n", "force_locale", "format_date", "format_dates", "format_datetime", "format_money"]
__all__ += ["format_number", "format_percent", "format_time", "language", "LANGUAGE_NAMES"]

LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English", "de": "Deutsch"}
TRANSLATIONS = Path(__file__).parents[2] / "translations"
# CLDR's short dates have two-digit years; officials write four.
_DATE = {"vi": "dd/MM/yyyy", "en": "d MMM yyyy", "de": "dd.MM.yyyy"}
_DAY_MONTH = {"vi": "dd/MM", "en": "d MMM", "de": "dd.MM."}
_ZERO_DECIMALS = {"VND", "JPY", "KRW", "LAK", "KHR"}


def _(message: str, /, **values: Any) -> str:
    """Translate `message` into the language of the reader and fill in `%(name)s`."""
    return str(gettext(message, **values))


def _l(message: str, /, **values: Any) -> Any:
    """Translate `message` when it is shown: for labels and errors that are written before the language is known."""
    return lazy_gettext(message, **values)


def _n(singular: str, plural: str, num: int, /, **values: Any) -> str:
    """Translate by the count `num`, which the text may show as `%(num)s`."""
    return str(ngettext(singular, plural, num, **values))


def language() -> str:
    """Return the language code of the current request or forced locale: vi, en or de."""
    locale = get_locale()
    return locale.language if locale else "vi"


def _select_locale() -> str:
    languages = current_app.config["LANGUAGES"]
    if not has_request_context():
        return str(languages[0])
    chosen = request.args.get("lang") or request.cookies.get("lang")
    if chosen in languages:
        return str(chosen)
    return request.accept_languages.best_match(languages) or str(languages[0])


def _select_timezone() -> str:
    return str(getattr(g, "timezone", None) or current_app.config["DEFAULT_TIMEZONE"])


def _keep_switch(response: Response) -> Response:
    chosen = request.args.get("lang")
    if chosen in current_app.config["LANGUAGES"]:
        response.set_cookie(
            "lang", str(chosen), max_age=31536000, samesite="Lax", secure=current_app.config["SESSION_COOKIE_SECURE"]
        )
    return response


def _zone(zone: str | None) -> ZoneInfo:
    return ZoneInfo(zone or _select_timezone())


def format_date(value: date | datetime | None, zone: str | None = None) -> str:
    """Return 05/12/2026, 5 Dec 2026 or 05.12.2026; "–" for None."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = value.astimezone(_zone(zone)).date()
    return str(babel.dates.format_date(value, _DATE[language()], locale=language()))


def format_time(value: datetime | None, zone: str | None = None) -> str:
    """Return 24-hour HH:MM in `zone`; "–" for None."""
    return "–" if value is None else value.astimezone(_zone(zone)).strftime("%H:%M")


def format_datetime(value: datetime | None, zone: str | None = None) -> str:
    """Return "19:30 05/12/2026" (vi), "5 Dec 2026, 19:30" (en), "05.12.2026, 19:30" (de)."""
    if value is None:
        return "–"
    day, hour = format_date(value, zone), format_time(value, zone)
    return f"{hour} {day}" if language() == "vi" else f"{day}, {hour}"


def format_dates(first: date, last: date) -> str:
    """Return one date, or a span that names what differs: 05 – 10/12/2026."""
    if first == last:
        return format_date(first)
    if language() != "en" and (first.year, first.month) == (last.year, last.month):
        return f"{first:%d}{'.' if language() == 'de' else ''} – {format_date(last)}"
    if first.year == last.year:
        return f"{babel.dates.format_date(first, _DAY_MONTH[language()], locale=language())} – {format_date(last)}"
    return f"{format_date(first)} – {format_date(last)}"


def format_number(value: int | float | Decimal | None) -> str:
    """Return the number with the locale's separators; "–" for None: missing is not zero."""
    return "–" if value is None else str(babel.numbers.format_decimal(value, locale=language()))


def format_percent(part: float | Decimal, whole: float | Decimal) -> str:
    """Return "61,9 %" of `part` in `whole`; "–" when there is no whole."""
    if not whole:
        return "–"
    # In decimals: 1 of 400 is 0.25 %, which people round to 0.3; a binary fraction goes the other way.
    share = (Decimal(str(part)) * 100 / Decimal(str(whole))).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return str(babel.numbers.format_decimal(share, "#,##0.#", locale=language())) + "\u00a0%"


def format_money(amount: int | Decimal | None, currency: str = "VND") -> str:
    """Return 4.500.000 ₫ (vi, de) or ₫4,500,000 (en), with a no-break space; "–" for None.

    Args:
        amount: whole đồng for VND; main units for other currencies.
    """
    if amount is None:
        return "–"
    digits = currency not in _ZERO_DECIMALS
    pattern = {"en": "¤#,##0.00" if digits else "¤#,##0"}.get(language(), "#,##0.00\u00a0¤" if digits else "#,##0\u00a0¤")
    return str(babel.numbers.format_currency(amount, currency, pattern, locale=language(), currency_digits=False))


_SHORT = {"vi": ("tr ₫", "tỷ ₫"), "en": ("m ₫", "bn ₫"), "de": ("Mio. ₫", "Mrd. ₫")}


def format_money_short(amount: int | Decimal | None) -> str:
    """Return đồng as large figures show them: 412,6 tr ₫ or 14,6 tỷ ₫ (vi); exact below one million."""
    exact = Decimal(amount or 0)
    if amount is None or abs(exact) < 10**6:
        return format_money(amount)
    million, billion = _SHORT[language()]
    scale, unit = (10**9, billion) if abs(exact) >= 10**9 else (10**6, million)
    rounded = (exact / scale).quantize(Decimal("0.1"), ROUND_HALF_UP)
    short = babel.numbers.format_decimal(rounded, "#,##0.#", locale=language())
    return f"{short}\u00a0{unit}"


class _Catalogues(Domain):  # type: ignore[misc]
    """The catalogues of all features as one.

    Flask-Babel takes the rule of plurals from the last folder, and the English one when that has no catalogue yet.
    """

    def get_translations(self) -> Any:
        translations = super().get_translations()
        if language() == "vi":
            translations.plural = _one_form
        return translations


def _one_form(number: int) -> int:
    return 0


def init_app(app: Flask) -> None:
    """Set up Flask-Babel over the catalogues of all features and put the formats into templates."""
    directories = sorted(str(path) for path in TRANSLATIONS.iterdir() if path.is_dir())
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", ";".join(directories))
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "vi")
    babel_of_app = Babel(app, locale_selector=_select_locale, timezone_selector=_select_timezone)
    babel_of_app.domain_instance = _Catalogues()
    app.after_request(_keep_switch)
    for function in (
        format_date,
        format_time,
        format_datetime,
        format_dates,
        format_number,
        format_percent,
        format_money,
        format_money_short,
    ):
        app.jinja_env.filters[function.__name__.removeprefix("format_")] = function
        app.jinja_env.globals[function.__name__] = function
    app.jinja_env.globals |= {"language": language, "LANGUAGE_NAMES": LANGUAGE_NAMES}

"""What can be wrong with a place that somebody typed or imported."""

from typing import Any

from app.core.errors import Invalid, NotFound
from app.core.i18n import _l, format_date
from app.places.models import Commune, FormerProvince


class UnknownPlace(NotFound):
    code = "unknown_place"


class ProvinceUnknown(Invalid):
    code = "province_unknown"

    def __init__(self, text: str) -> None:
        super().__init__(_l("There is no province or city “%(text)s”.", text=text[:60]), field="province")


class ProvinceMerged(Invalid):
    """The name is that of a unit that no longer exists; the address must be confirmed, not converted silently (R-4)."""

    code = "province_merged"

    def __init__(self, former: FormerProvince) -> None:
        self.successor_code = former.successor_code
        super().__init__(
            _l(
                "%(old)s existed until %(day)s and now belongs to %(new)s. Please choose %(new)s and the present commune.",
                old=former.name,
                new=former.successor.name,
                day=_Day(former),
            ),
            field="province",
            successor=former.successor_code,
        )


class _Day:
    """The last day of the former unit, formatted when the message is shown: only then the language is known."""

    def __init__(self, former: FormerProvince) -> None:
        self.day = former.until_on

    def __str__(self) -> str:
        return format_date(self.day)


class CommuneUnknown(Invalid):
    code = "commune_unknown"

    def __init__(self, text: str) -> None:
        super().__init__(
            _l("There is no commune, ward or special zone “%(text)s” there. Please check the name.", text=text[:60]),
            field="commune",
        )


class CommuneAmbiguous(Invalid):
    """Several units have this name (up to seven nationwide, R-7)."""

    code = "commune_ambiguous"

    def __init__(self, found: list[Commune]) -> None:
        names = list(dict.fromkeys(commune.province.name for commune in found))
        super().__init__(
            _l("Several places have this name, in %(provinces)s. Please choose the province.", provinces=", ".join(names)),
            field="commune",
            codes=[commune.code for commune in found],
        )


class RegionUnknown(Invalid):
    code = "region_unknown"

    def __init__(self, subject: Any) -> None:
        super().__init__(_l("There is no such region in this set: %(subject)s.", subject=str(subject)[:60]), field="region")

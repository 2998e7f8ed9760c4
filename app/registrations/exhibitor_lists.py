"""Reads lists of exhibitors for import: headers in Vietnamese or English, every fault with its line (A-21, R-53)."""

from dataclasses import dataclass, field

from app.accounts.models import SizeClass
from app.accounts.services.organisations import OrganisationDetails
from app.accounts.tax_ids import parse_tax_id
from app.core.forms import parse_phone
from app.core.i18n import _
from app.core.text import fold
from app.documents.spreadsheet import Table
from app.places import queries as places
from app.registrations.importing import EMAIL, PHONE, PROVINCE, Cells, Problem, Reading, country_of, email_of, province_of
from app.registrations.services import Wishes
from app.registrations.terms import LegalForm

UNIT = ("Tên đơn vị", "Đơn vị", "Tên doanh nghiệp", "Name", "Unit", "Company")
UNIT_EN = ("Tên tiếng Anh", "Name in English", "English name")
FORM = ("Loại hình", "Loại hình pháp lý", "Legal form")
TAX_ID = ("Mã số thuế", "MST", "Tax number", "Tax id", "Tax code")
SIZE = ("Quy mô", "Size")
COMMUNE = ("Xã/phường", "Xã, phường", "Xã phường", "Commune", "Ward")
STREET = ("Địa chỉ", "Số nhà, đường", "Street", "Address")
COUNTRY = ("Quốc gia", "Country")
CONTACT = ("Người liên hệ", "Họ tên người liên hệ", "Contact")
JOB = ("Chức vụ", "Job title")
COUNT = ("Số gian", "Số gian hàng", "Booths")
FASCIA = ("Bảng tên", "Bảng tên gian hàng", "Fascia")
_FORM_WORDS = {
    "tnhh": LegalForm.LIMITED,
    "cong ty": LegalForm.LIMITED,
    "cong ty tnhh": LegalForm.LIMITED,
    "cp": LegalForm.JOINT_STOCK,
    "cong ty cp": LegalForm.JOINT_STOCK,
    "dntn": LegalForm.PRIVATE_ENTERPRISE,
    "chi nhanh": LegalForm.DEPENDENT_UNIT,
    "htx": LegalForm.COOPERATIVE,
    "hop tac xa": LegalForm.COOPERATIVE,
    "lien hiep htx": LegalForm.COOPERATIVE_UNION,
    "tht": LegalForm.COOPERATIVE_GROUP,
    "to hop tac": LegalForm.COOPERATIVE_GROUP,
    "ho kinh doanh": LegalForm.HOUSEHOLD,
    "hkd": LegalForm.HOUSEHOLD,
    "co quan nha nuoc": LegalForm.STATE_BODY,
    "nuoc ngoai": LegalForm.FOREIGN,
}
_SIZE_WORDS = {"sieu nho": SizeClass.MICRO, "nho": SizeClass.SMALL, "vua": SizeClass.MEDIUM, "lon": SizeClass.LARGE}


@dataclass(frozen=True)
class ExhibitorEntry:
    """One exhibitor as read."""

    line: int
    unit: OrganisationDetails
    wishes: Wishes


@dataclass
class ExhibitorReading(Reading):
    """What a table of exhibitors says."""

    exhibitors: list[ExhibitorEntry] = field(default_factory=list)


def read_exhibitors(table: Table) -> ExhibitorReading:
    """Read exhibitors. Returns: those without fault, and every fault."""
    reading = ExhibitorReading()
    missing = [names[0] for names in (UNIT, FORM) if not table.has(*names)]
    if missing:
        found = ", ".join(table.headers)[:200]
        reading.problems += [
            Problem(1, name, _("There is no column “%(name)s”. Columns found: %(found)s.", name=name, found=found))
            for name in missing
        ]
        return reading
    known = {fold(province.name): province.code for province in places.provinces()}
    for row in table.rows:
        cells = Cells(row, reading)
        unit, wishes = _unit(cells, known), _wishes(cells)
        if cells.sound and unit is not None:
            reading.exhibitors.append(ExhibitorEntry(row.line, unit, wishes))
    return reading


def _unit(cells: Cells, known: dict[str, int]) -> OrganisationDetails | None:
    form = cells.parsed(FORM, legal_form_of, None)
    if form is None:
        if cells.sound:
            cells.refuse(FORM, _("This cell must not be empty."))
        return None
    if form is LegalForm.REPRESENTATIVE_OFFICE:
        cells.refuse(FORM, _("A representative office may not exhibit in its own name."))
        return None
    foreign = form is LegalForm.FOREIGN
    tax_id = cells.parsed(TAX_ID, lambda text: parse_tax_id(text, form.organisation_kind), None)
    province = None if foreign else cells.parsed(PROVINCE, lambda text: province_of(text, cells, known), None)
    commune = None if foreign else cells.parsed(COMMUNE, lambda text: places.resolve_commune(text, province), None)
    return OrganisationDetails(
        kind=form.organisation_kind,
        name=cells.text(UNIT, 200, required=True),
        name_en=cells.text(UNIT_EN, 200),
        legal_form=form.value,
        size_class=cells.parsed(SIZE, size_of, None) if form.has_size else None,
        tax_id_kind=tax_id.kind if tax_id else None,
        tax_id=tax_id.value if tax_id else None,
        country=cells.parsed(COUNTRY, country_of, "VN"),
        province_code=commune.province_code if commune else province,
        commune_code=commune.code if commune else None,
        street=cells.text(STREET, 200),
    )


def _wishes(cells: Cells) -> Wishes:
    return Wishes(
        contact_name=cells.text(CONTACT, 120),
        contact_position=cells.text(JOB, 120),
        contact_phone=cells.parsed(PHONE, parse_phone),
        contact_email=cells.parsed(EMAIL, email_of),
        booth_count=cells.parsed(COUNT, _count, 1),
        fascia_vi=cells.text(FASCIA, 60).upper(),
    )


def legal_form_of(text: str) -> LegalForm:
    """Return the legal form by its value, its label or a usual short word. Raises: ValueError."""
    key = fold(text)
    for form in LegalForm:
        if key in (form.value, fold(form.label)):
            return form
    if key in _FORM_WORDS:
        return _FORM_WORDS[key]
    raise ValueError(_("There is no legal form “%(text)s”.", text=text[:60]))


def size_of(text: str) -> SizeClass:
    """Return the size class by its value or Vietnamese word. Raises: ValueError."""
    key = fold(text)
    if key in list(SizeClass):
        return SizeClass(key)
    if key in _SIZE_WORDS:
        return _SIZE_WORDS[key]
    raise ValueError(_("There is no size “%(text)s”.", text=text[:60]))


def _count(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 50:
        raise ValueError(_("Please enter a number from 1 to 50."))
    return int(text)

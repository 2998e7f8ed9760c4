"""Organisations and people of the acceptance scenario (3.0). Places are real units, everything else is invented."""

from dataclasses import dataclass, field

from app.accounts.models import Membership, MembershipRole, Organisation, OrganisationKind, SizeClass, TaxIdKind, User
from app.accounts.passwords import hash_password
from app.accounts.services import organisations
from app.accounts.services.organisations import OrganisationDetails
from app.core import clock
from app.core.db import db
from app.core.text import name_sort_key
from app.demo.sign_ins import PASSWORD, PEOPLE

Kind = OrganisationKind
QUANG_NINH, LAI_CHAU, PHU_THO, THAI_NGUYEN, HA_NOI, HAI_PHONG = 22, 12, 25, 19, 1, 31

# key: (kind, name, short name, name in English, province, parent)
AUTHORITIES = {
    "ministry": (Kind.MINISTRY, "Bộ Công Thương (mẫu)", "BCT", "Ministry of Industry and Trade (sample)", None, None),
    "O5": (
        Kind.CENTRAL_AGENCY,
        "Cơ quan Khuyến công Trung ương (mẫu)",
        "Khuyến công TW",
        "Central Agency for Industrial Promotion (sample)",
        None,
        "ministry",
    ),
    "O1": (
        Kind.DEPARTMENT,
        "Sở Công Thương Quảng Ninh (mẫu)",
        "SCT Quảng Ninh",
        "Quảng Ninh Department of Industry and Trade (sample)",
        QUANG_NINH,
        "ministry",
    ),
    "O2": (
        Kind.CENTRE,
        "Trung tâm Xúc tiến thương mại và Phát triển Công Thương Quảng Ninh (mẫu)",
        "TTXT Quảng Ninh",
        "Quảng Ninh Trade Promotion Centre (sample)",
        QUANG_NINH,
        "O1",
    ),
    "O3": (
        Kind.DEPARTMENT,
        "Sở Công Thương Lai Châu (mẫu)",
        "SCT Lai Châu",
        "Lai Châu Department of Industry and Trade (sample)",
        LAI_CHAU,
        "ministry",
    ),
    "O4": (
        Kind.CENTRE,
        "Trung tâm Khuyến công Lai Châu (mẫu)",
        "TTKC Lai Châu",
        "Lai Châu Industrial Promotion Centre (sample)",
        LAI_CHAU,
        "O3",
    ),
    "O6": (
        Kind.DEPARTMENT,
        "Sở Công Thương Phú Thọ (mẫu)",
        "SCT Phú Thọ",
        "Phú Thọ Department of Industry and Trade (sample)",
        PHU_THO,
        "ministry",
    ),
    "O7": (Kind.COMMUNE, "UBND xã Tả Lèng (mẫu)", "UBND Tả Lèng", "People's Committee of Tả Lèng (sample)", LAI_CHAU, None),
}

# Who administers or leads what: person, organisation, role.
MEMBERS = (
    ("organiser", "O2", MembershipRole.ADMIN),
    ("leader", "O1", MembershipRole.LEADER),
    ("reporter", "O4", MembershipRole.ADMIN),
    ("phutho", "O6", MembershipRole.ADMIN),
    ("central", "O5", MembershipRole.ADMIN),
    ("ministry", "ministry", MembershipRole.LEADER),
)


@dataclass
class World:
    """What the parts of the demo hand to each other, by the keys of the scenario."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)


def build() -> World:
    """Add authorities and people."""
    world = World()
    for key, (kind, name, short, english, province, parent) in AUTHORITIES.items():
        details = OrganisationDetails(kind=kind, name=name, short_name=short, name_en=english, province_code=province)
        world.organisations[key] = organisations.create(details, by=None, parent=world.organisations.get(parent or ""))
    # One hash for all: argon2 is slow on purpose, and all have the same password.
    password_hash = hash_password(PASSWORD)
    for key, _role, email, name in PEOPLE:
        world.people[key] = _person(email, name, password_hash, is_admin=key == "operator")
    for person, organisation, role in MEMBERS:
        join(world.people[person], world.organisations[organisation], role)
    return world


def join(user: User, organisation: Organisation, role: MembershipRole) -> None:
    """Make `user` a member."""
    db.session.add(Membership(user=user, organisation=organisation, role=role, created_at=clock.now()))
    db.session.flush()


def _person(email: str, name: str, password_hash: str, *, is_admin: bool) -> User:
    user = User(
        email=email,
        full_name=name,
        sort_key=name_sort_key(name),
        password_hash=password_hash,
        is_admin=is_admin,
        created_at=clock.now(),
    )
    db.session.add(user)
    db.session.flush()
    return user


@dataclass(frozen=True)
class Firm:
    """An exhibitor of the scenario: who it is and whom to call."""

    key: str
    details: OrganisationDetails
    contact: str
    phone: str
    email: str = ""
    product: str = ""


def _firm(key: str, name: str, contact: str, phone: str, product: str, *, email: str = "", **details: object) -> Firm:
    return Firm(key, OrganisationDetails(name=name, **details), contact, phone, email, product)  # type: ignore[arg-type]


SMALL, MST = SizeClass.SMALL, TaxIdKind.MST10
FIRMS = (
    _firm(
        "X1",
        "Hợp tác xã Chè Shan Tả Lèng Xanh",
        "Giàng A Páo",
        "+84912345001",
        "Chè Shan tuyết",
        kind=Kind.COOPERATIVE,
        legal_form="cooperative",
        size_class=SizeClass.MICRO,
        tax_id_kind=MST,
        tax_id="6299900012",
        province_code=LAI_CHAU,
        commune_code=3405,
        minority_owned=True,
    ),
    _firm(
        "X2",
        "Hộ kinh doanh Dệt thổ cẩm Mẩy Mẩy",
        "Tẩn Mẩy Mẩy",
        "+84912345002",
        "Thổ cẩm",
        kind=Kind.HOUSEHOLD,
        legal_form="household",
        size_class=SizeClass.MICRO,
        tax_id_kind=TaxIdKind.PERSONAL,
        tax_id="012187999901",
        province_code=LAI_CHAU,
        commune_code=3394,
        women_owned=True,
        minority_owned=True,
    ),
    _firm(
        "X3",
        "Công ty TNHH Cơ khí Nông cụ Sông Cầu Mẫu",
        "Đào Mạnh Cường",
        "+84912345003",
        "Máy vò chè",
        email="x3@example.vn",
        kind=Kind.COMPANY,
        legal_form="limited",
        size_class=SMALL,
        tax_id_kind=MST,
        tax_id="4699900052",
        province_code=THAI_NGUYEN,
        commune_code=5503,
    ),
    _firm(
        "X4",
        "Chi nhánh Quảng Ninh – Công ty CP Thực phẩm Bái Tử Long Mẫu",
        "Ngô Thị Bích Ngọc",
        "+84912345004",
        "Miến dong",
        email="x4@example.vn",
        kind=Kind.DEPENDENT_UNIT,
        legal_form="dependent_unit",
        size_class=SMALL,
        tax_id_kind=TaxIdKind.MST13,
        tax_id="5799900026-001",
        province_code=QUANG_NINH,
        commune_code=6685,
        name_en="Bai Tu Long Foods, Quang Ninh Branch",
    ),
    _firm(
        "X5",
        "Công ty TNHH Thủ công Cầu Giấy Mẫu",
        "Phan Thanh Hương",
        "+84912345005",
        "Đồ thủ công",
        email="x5@example.vn",
        kind=Kind.COMPANY,
        legal_form="limited",
        size_class=SMALL,
        tax_id_kind=MST,
        tax_id="0109900778",
        province_code=HA_NOI,
        commune_code=166,
    ),
    _firm(
        "X6",
        "Công ty TNHH Gốm Bát Tràng Mẫu",
        "Hà Văn Lộc",
        "+84912345006",
        "Gốm sứ",
        email="x6@example.vn",
        kind=Kind.COMPANY,
        legal_form="limited",
        size_class=SMALL,
        tax_id_kind=MST,
        tax_id="0109900785",
        province_code=HA_NOI,
        commune_code=577,
    ),
    _firm(
        "X7",
        "Tập đoàn Thực phẩm Lớn Mẫu",
        "Nguyễn Đăng Khoa",
        "+84912345007",
        "Thực phẩm chế biến",
        email="x7@example.vn",
        kind=Kind.COMPANY,
        legal_form="joint_stock",
        size_class=SizeClass.LARGE,
        tax_id_kind=MST,
        tax_id="0299900036",
        province_code=HAI_PHONG,
        commune_code=11311,
    ),
    _firm(
        "X9",
        "Muster Tee GmbH",
        "Katrin Muster",
        "+494012345678",
        "Tee",
        email="x9@example.de",
        kind=Kind.FOREIGN,
        legal_form="foreign",
        size_class=SMALL,
        tax_id_kind=TaxIdKind.FOREIGN,
        tax_id="DE999999999",
        country="DE",
        city="Hamburg",
        name_en="Muster Tee GmbH",
    ),
)

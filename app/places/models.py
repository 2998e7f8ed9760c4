"""Administrative units, what became of the former ones, and editable sets of regions.

Units are matched by code, never by name (R-7).
"""

from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, SortKey, WithId
from app.core.i18n import _, language


class ProvinceKind(StrEnum):
    PROVINCE = "province"
    CITY = "city"  # centrally run


class CommuneKind(StrEnum):
    COMMUNE = "commune"
    WARD = "ward"
    SPECIAL_ZONE = "special_zone"


# What official names begin with in Vietnamese; people type it, documents print it.
PROVINCE_PREFIXES = {ProvinceKind.PROVINCE: "Tỉnh", ProvinceKind.CITY: "Thành phố"}
COMMUNE_PREFIXES = {CommuneKind.COMMUNE: "Xã", CommuneKind.WARD: "Phường", CommuneKind.SPECIAL_ZONE: "Đặc khu"}


class Province(Base):
    """One of the 34 provincial units. `code` is the statistical code of the surviving unit (R-2)."""

    __tablename__ = "province"

    code: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(sa.String(100))
    kind: Mapped[ProvinceKind]
    sort_key: Mapped[SortKey]

    @property
    def official_name(self) -> str:
        """Return "Tỉnh Lai Châu", "Thành phố Huế": the name in Vietnamese documents."""
        return f"{PROVINCE_PREFIXES[self.kind]} {self.name}"

    @property
    def display_name(self) -> str:
        """Return the official name in the language of the reader: Tỉnh Lai Châu, Lai Châu Province, Provinz Lai Châu."""
        if self.kind is ProvinceKind.CITY:
            return _("%(name)s City", name=self.name)
        return _("%(name)s Province", name=self.name)


class Commune(Base):
    """One of the 3,321 communal units."""

    __tablename__ = "commune"
    __table_args__ = (sa.Index("ix_commune_province", "province_code", "sort_key"),)

    code: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    province_code: Mapped[int] = mapped_column(sa.ForeignKey("province.code", ondelete="RESTRICT"))
    name: Mapped[str] = mapped_column(sa.String(100))
    kind: Mapped[CommuneKind]
    # Folded "name|kind|province|", see queries.
    search_key: Mapped[str] = mapped_column(sa.String(250))
    sort_key: Mapped[SortKey]

    province: Mapped[Province] = relationship(lazy="joined")

    @property
    def official_code(self) -> str:
        """Return the five digits of official tables: 03394."""
        return f"{self.code:05d}"

    @property
    def official_name(self) -> str:
        """Return "Xã Tả Lèng", "Phường Hạ Long": the name in Vietnamese documents."""
        return f"{COMMUNE_PREFIXES[self.kind]} {self.name}"

    @property
    def display_name(self) -> str:
        """Return the name with its kind in the language of the reader: Xã Tả Lèng, Tả Lèng Commune, Gemeinde Tả Lèng."""
        if self.kind is CommuneKind.COMMUNE:
            return _("%(name)s Commune", name=self.name)
        if self.kind is CommuneKind.WARD:
            return _("%(name)s Ward", name=self.name)
        return _("%(name)s Special Zone", name=self.name)

    @property
    def address(self) -> str:
        """Return commune and province in the language of the reader."""
        return f"{self.display_name}, {self.province.display_name}"


class FormerProvince(WithId, Base):
    """A provincial unit as it was until a day, and the unit that followed it. Also those that kept name and land."""

    __tablename__ = "former_province"
    __table_args__ = (sa.UniqueConstraint("code", "until_on", name="uq_former_province_code_until_on"),)

    code: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(100))
    search_key: Mapped[str] = mapped_column(sa.String(100))
    successor_code: Mapped[int] = mapped_column(sa.ForeignKey("province.code", ondelete="RESTRICT"), index=True)
    # Last day of the old unit.
    until_on: Mapped[date]

    successor: Mapped[Province] = relationship(lazy="joined")


class RegionSet(WithId, Base):
    """One way to divide the country, by a norm with issuer, number and date. Several hold at the same time (R-5, R-6)."""

    __tablename__ = "region_set"

    key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    # Names in other languages: {"en": …, "de": …}.
    names: Mapped[dict[str, Any]] = mapped_column(default=dict)
    norm_issuer: Mapped[str] = mapped_column(sa.String(200), default="")
    norm_number: Mapped[str] = mapped_column(sa.String(60), default="")
    norm_on: Mapped[date | None]

    regions: Mapped[list["Region"]] = relationship(back_populates="region_set", order_by="Region.position")

    @property
    def display_name(self) -> str:
        return str(self.names.get(language()) or self.name)

    @property
    def norm(self) -> str:
        """Return number, issuer and date of the norm: "306/NQ-CP, Chính phủ, 05/10/2025"."""
        day = f"{self.norm_on:%d/%m/%Y}" if self.norm_on else ""
        return ", ".join(filter(None, (self.norm_number, self.norm_issuer, day)))


class Region(WithId, Base):
    """A group of provinces inside one set."""

    __tablename__ = "region"
    __table_args__ = (sa.UniqueConstraint("region_set_id", "key", name="uq_region_region_set_id_key"),)

    region_set_id: Mapped[int] = mapped_column(sa.ForeignKey("region_set.id", ondelete="RESTRICT"))
    key: Mapped[str] = mapped_column(sa.String(60))
    name: Mapped[str] = mapped_column(sa.String(200))
    names: Mapped[dict[str, Any]] = mapped_column(default=dict)
    position: Mapped[int]

    region_set: Mapped[RegionSet] = relationship(back_populates="regions")
    provinces: Mapped[list[Province]] = relationship(secondary="region_member", order_by=Province.sort_key, viewonly=True)

    @property
    def display_name(self) -> str:
        return str(self.names.get(language()) or self.name)


class RegionMember(Base):
    """A province in a region. The key says: in each set a province belongs to one region only."""

    __tablename__ = "region_member"

    region_set_id: Mapped[int] = mapped_column(sa.ForeignKey("region_set.id", ondelete="RESTRICT"), primary_key=True)
    province_code: Mapped[int] = mapped_column(sa.ForeignKey("province.code", ondelete="RESTRICT"), primary_key=True)
    region_id: Mapped[int] = mapped_column(sa.ForeignKey("region.id", ondelete="RESTRICT"), index=True)

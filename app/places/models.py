"""Tables of administrative units. Match on codes, never on names (R-7)."""

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, SortKey, WithId


class ProvinceKind(StrEnum):
    PROVINCE = "province"
    CITY = "city"


class CommuneKind(StrEnum):
    COMMUNE = "commune"
    WARD = "ward"
    SPECIAL_ZONE = "special_zone"


class Province(Base):
    __tablename__ = "province"

    code: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(sa.String(60))
    kind: Mapped[ProvinceKind]
    sort_key: Mapped[SortKey]


class FormerProvince(Base):
    """One of the 63 units before 01/07/2025 and the unit that carries it on (R-3)."""

    __tablename__ = "former_province"

    code: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(sa.String(60))
    successor_code: Mapped[int] = mapped_column(sa.ForeignKey("province.code"), index=True)
    until_on: Mapped[date]


class Commune(Base):
    __tablename__ = "commune"
    __table_args__ = (sa.Index("ix_commune_province", "province_code", "sort_key"),)

    code: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    province_code: Mapped[int] = mapped_column(sa.ForeignKey("province.code"))
    name: Mapped[str] = mapped_column(sa.String(60))
    kind: Mapped[CommuneKind]
    search_key: Mapped[str] = mapped_column(sa.String(80))
    sort_key: Mapped[SortKey]

    province: Mapped[Province] = relationship()


class RegionSet(WithId, Base):
    """One division of the country into regions, by one norm: socio-economic (R-5) or khuyến công (R-6)."""

    __tablename__ = "region_set"

    key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    norm: Mapped[str] = mapped_column(sa.String(200))

    regions: Mapped[list["Region"]] = relationship(back_populates="region_set", order_by="Region.position")


class Region(WithId, Base):
    __tablename__ = "region"
    __table_args__ = (sa.UniqueConstraint("region_set_id", "key"),)

    region_set_id: Mapped[int] = mapped_column(sa.ForeignKey("region_set.id"))
    key: Mapped[str] = mapped_column(sa.String(40))
    name: Mapped[str] = mapped_column(sa.String(120))
    position: Mapped[int]

    region_set: Mapped[RegionSet] = relationship(back_populates="regions")
    provinces: Mapped[list[Province]] = relationship(secondary="region_member", order_by=Province.sort_key)


class RegionMember(Base):
    """A province in a region; in one region of a set only."""

    __tablename__ = "region_member"
    __table_args__ = (sa.UniqueConstraint("region_set_id", "province_code"),)

    region_id: Mapped[int] = mapped_column(sa.ForeignKey("region.id"), primary_key=True)
    province_code: Mapped[int] = mapped_column(sa.ForeignKey("province.code"), primary_key=True)
    region_set_id: Mapped[int] = mapped_column(sa.ForeignKey("region_set.id"))

"""Which files are accepted for which purpose."""

from dataclasses import dataclass

from app.files.kinds import CSV, DOCX, DXF, JPEG, ODP, PDF, PNG, PPTX, SVG, WEBP, XLSX, Kind


@dataclass(frozen=True)
class UploadPolicy:
    """What an upload field takes."""

    kinds: tuple[Kind, ...]
    max_bytes: int

    @property
    def accept(self) -> str:
        """The `accept` attribute of the file input."""
        return ",".join(f".{extension}" for kind in self.kinds for extension in kind.extensions)

    @property
    def names(self) -> str:
        """The kinds as people call them: "PDF, PPTX"."""
        return ", ".join(kind.name for kind in self.kinds)

    @property
    def max_megabytes(self) -> int:
        return self.max_bytes // 2**20


PRESENTATION = UploadPolicy((PDF, PPTX, DOCX, ODP), 50 * 2**20)
IMAGE = UploadPolicy((JPEG, PNG, WEBP), 15 * 2**20)
DOCUMENT = UploadPolicy((PDF,), 20 * 2**20)
SPREADSHEET = UploadPolicy((XLSX, CSV), 20 * 2**20)
FLOOR_PICTURE = UploadPolicy((PNG, JPEG, PDF, SVG), 20 * 2**20)
FLOOR_DRAWING = UploadPolicy((DXF,), 30 * 2**20)

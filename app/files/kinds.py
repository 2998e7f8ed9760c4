"""What a file is, decided by its content; the name must agree."""

import io
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

import defusedxml.ElementTree
from PIL import Image, ImageOps

from app.core.i18n import _
from app.files import svg
from app.files.archives import BadArchive, open_archive
from app.files.errors import WrongType

MAX_PIXELS = 40_000_000
MAX_SIDE = 4_096  # pixels; larger pictures are scaled down
_PICTURES = ("PNG", "JPEG", "WEBP")
# External parts that Office loads when the file is opened, without a click.
_LOADED_RELATIONS = ("attachedTemplate", "oleObject", "frame", "subDocument", "externalLinkPath", "package", "control")
_PDF_ACTIVE = frozenset(
    {"/JS", "/JavaScript", "/Launch", "/EmbeddedFiles", "/EmbeddedFile", "/EF", "/RichMedia", "/ImportData", "/XFA"}
)


@dataclass(frozen=True)
class Kind:
    """A kind of file.

    Attributes:
        check: looks at the whole content (seekable, size in bytes) and returns replacing content or None.
    """

    name: str
    extensions: tuple[str, ...]
    media_type: str
    check: Callable[[BinaryIO, int], bytes | None]


def _check_pdf(content: BinaryIO, _size: int) -> None:
    """Refuse what is no PDF from its first byte, damaged or locked files, scripts, launches and attachments."""
    import pikepdf  # noqa: PLC0415 -- slow import

    if content.read(5) != b"%PDF-":
        raise WrongType(_("This is not a PDF file."))
    content.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with pikepdf.open(content) as document:
                active = any(_is_active(item) for item in document.objects)
                pages = len(document.pages)
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, RecursionError, OverflowError) as error:
        raise WrongType(_("This PDF file is damaged or locked by a password.")) from error
    if active:
        raise WrongType(_("This PDF file contains scripts or attachments. Save it without them, please."))
    if not pages:
        raise WrongType(_("This PDF file has no pages."))


def _is_active(item: Any) -> bool:
    """Tell whether an object, with what is written directly inside it, runs something or carries a file."""
    import pikepdf  # noqa: PLC0415 -- slow import

    waiting = [item]
    while waiting:
        current = waiting.pop()
        if isinstance(current, pikepdf.Stream | pikepdf.Dictionary):
            entries = current.stream_dict if isinstance(current, pikepdf.Stream) else current
            if not _PDF_ACTIVE.isdisjoint(entries.keys()):
                return True
            if any(str(entries.get(key, "")) in _PDF_ACTIVE for key in ("/S", "/Type", "/Subtype")):
                return True
            children = [value for _key, value in entries.items()]
        elif isinstance(current, pikepdf.Array):
            children = list(current)
        else:
            continue
        waiting += [
            child
            for child in children
            if isinstance(child, pikepdf.Dictionary | pikepdf.Array | pikepdf.Stream) and not child.is_indirect
        ]
    return False


def _office(main_type: str) -> Callable[[BinaryIO, int], None]:
    def check(content: BinaryIO, size: int) -> None:
        try:
            with open_archive(content, size) as archive:
                names = archive.namelist()
                if "[Content_Types].xml" not in names:
                    raise WrongType(_("This is not an Office file."))
                types = archive.read("[Content_Types].xml").decode("utf-8", "replace")
                parts = [archive.read(name) for name in names if name.endswith(".rels")]
                defusedxml.ElementTree.fromstring(types)
                loads = any(map(_loads_from_outside, parts))
        except BadArchive as error:
            raise WrongType(_("This Office file is damaged, locked, or unpacks to far too much.")) from error
        except WrongType:
            raise
        except Exception as error:  # zipfile and the parsers raise whatever the damage causes
            raise WrongType(_("This Office file is damaged, locked, or unpacks to far too much.")) from error
        if main_type not in types:
            raise WrongType(_("The content of this Office file is not what its name says."))
        if "macroEnabled" in types or any("vbaproject" in name.lower() for name in names):
            raise WrongType(_("This Office file contains macros. Save it without macros, please."))
        if loads:
            raise WrongType(_("This Office file loads parts from elsewhere. Save it with everything inside, please."))

    return check


def _loads_from_outside(part: bytes) -> bool:
    for relation in defusedxml.ElementTree.fromstring(part):
        kind = relation.get("Type", "").rpartition("/")[2]
        if relation.get("TargetMode") == "External" and kind in _LOADED_RELATIONS:
            return True
    return False


def _check_odp(content: BinaryIO, size: int) -> None:
    try:
        with open_archive(content, size) as archive:
            names = archive.namelist()
            media_type = archive.read("mimetype").decode("ascii", "replace") if "mimetype" in names else ""
    except Exception as error:
        raise WrongType(_("This Office file is damaged, locked, or unpacks to far too much.")) from error
    if media_type != "application/vnd.oasis.opendocument.presentation" or "content.xml" not in names:
        raise WrongType(_("The content of this Office file is not what its name says."))
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise WrongType(_("This Office file contains macros. Save it without macros, please."))


def _picture(wanted: str) -> Callable[[BinaryIO, int], bytes]:
    def check(content: BinaryIO, _size: int) -> bytes:
        """Decode and write again: only pixels survive, turned the way the camera meant (UP04, UP09)."""
        try:
            with Image.open(content, formats=_PICTURES) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise WrongType(_("The picture has more than %(count)s megapixels.", count=MAX_PIXELS // 10**6))
                if image.format != wanted:
                    raise WrongType(_("The content of this picture is not what its name says."))
                image.draft("RGB", (MAX_SIDE, MAX_SIDE))
                return _written_again(image)
        except WrongType:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise WrongType(_("The picture has more than %(count)s megapixels.", count=MAX_PIXELS // 10**6)) from error
        except Exception as error:  # Pillow raises whatever the damage causes
            raise WrongType(_("This is not a PNG, JPEG or WebP picture, or it is damaged.")) from error

    return check


def _written_again(image: Image.Image) -> bytes:
    wanted = image.format
    image.load()
    upright: Image.Image = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I"):  # 16 bits a channel
        upright = upright.convert("I").point(lambda value: value / 256).convert("L")
    transparent = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    plain = upright.convert("RGBA" if transparent and wanted != "JPEG" else "RGB")
    plain.thumbnail((MAX_SIDE, MAX_SIDE))
    plain.info.clear()
    output = io.BytesIO()
    options: dict[str, Any] = {} if wanted == "PNG" else {"quality": 88}
    plain.save(output, wanted, **options)
    return output.getvalue()


def _check_csv(content: BinaryIO, _size: int) -> None:
    text = content.read()
    if b"\0" in text or re.match(rb"(\xef\xbb\xbf)?\s*<", text):
        raise WrongType(_("This is not a CSV file."))


def _clean_svg(content: BinaryIO, _size: int) -> bytes:
    return svg.clean(content.read())


def _check_dxf(content: BinaryIO, _size: int) -> None:
    """Refuse what is no DXF by its first lines; DWG says so itself."""
    head = content.read(4096)
    if re.match(rb"AC10\d\d", head):
        raise WrongType(_("This is a DWG file. Save it as DXF (R2010), please."))
    if not head.startswith(b"AutoCAD Binary DXF") and not re.match(rb"\s*(999\s*\n[^\n]*\n\s*)*0\s*\r?\n\s*SECTION", head):
        raise WrongType(_("This is not a DXF file."))


_OPENXML = "application/vnd.openxmlformats-officedocument"
PDF = Kind("PDF", ("pdf",), "application/pdf", _check_pdf)
PPTX = Kind("PPTX", ("pptx",), f"{_OPENXML}.presentationml.presentation", _office("presentationml.presentation.main+xml"))
DOCX = Kind("DOCX", ("docx",), f"{_OPENXML}.wordprocessingml.document", _office("wordprocessingml.document.main+xml"))
XLSX = Kind("XLSX", ("xlsx",), f"{_OPENXML}.spreadsheetml.sheet", _office("spreadsheetml.sheet.main+xml"))
ODP = Kind("ODP", ("odp",), "application/vnd.oasis.opendocument.presentation", _check_odp)
PNG = Kind("PNG", ("png",), "image/png", _picture("PNG"))
JPEG = Kind("JPEG", ("jpg", "jpeg"), "image/jpeg", _picture("JPEG"))
WEBP = Kind("WebP", ("webp",), "image/webp", _picture("WEBP"))
CSV = Kind("CSV", ("csv", "txt"), "text/csv", _check_csv)
SVG = Kind("SVG", ("svg",), "image/svg+xml", _clean_svg)
DXF = Kind("DXF", ("dxf", "dwg"), "image/vnd.dxf", _check_dxf)

import hashlib
import io
import os
import struct
import zipfile
import zlib

import pytest
from PIL import Image

from app.core.clock import now as clock_now
from app.files import services
from app.files.errors import EmptyFile, FileTooLarge, NoContent, WrongType
from app.files.models import StoredFile
from app.files.policies import DOCUMENT, IMAGE, PRESENTATION, SPREADSHEET, UploadPolicy
from app.files.storage import LocalStorage
from tests.support import samples


def accept(content: bytes, name: str, policy: UploadPolicy = PRESENTATION) -> StoredFile:
    return services.accept_upload(io.BytesIO(content), name, policy)


def test_accepted_file_is_kept_under_its_hash(db):
    content = samples.pdf()

    stored = accept(content, "Bài trình bày.pdf")

    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert (stored.size_bytes, stored.media_type, stored.display_name) == (
        len(content),
        "application/pdf",
        "Bài trình bày.pdf",
    )
    assert services.read_content(stored) == content


@pytest.mark.parametrize(
    ("content", "name", "policy"),
    [
        (samples.pptx(), "slides.pptx", PRESENTATION),
        (
            samples.archive({"mimetype": "application/vnd.oasis.opendocument.presentation", "content.xml": "<a/>"}),
            "slides.odp",
            PRESENTATION,
        ),
        ("Mã;Tên\nA1;Hợp tác xã".encode(), "gian.csv", SPREADSHEET),
        (samples.picture("PNG"), "logo.png", IMAGE),
        (samples.picture("JPEG"), "logo.jpg", IMAGE),
        (samples.picture("WEBP"), "logo.webp", IMAGE),
    ],
)
def test_each_kind_is_accepted(db, content, name, policy):
    assert accept(content, name, policy).display_name == name


@pytest.mark.parametrize(
    ("content", "name", "policy"),
    [
        pytest.param(b"<html><script>1</script>", "a.png", IMAGE, id="html-as-png"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>", "a.svg", IMAGE, id="svg"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", IMAGE, id="svg-as-png"),
        pytest.param(b"GIF89a<script>alert(1)</script>", "a.png", IMAGE, id="gif-polyglot"),
        pytest.param(samples.picture("GIF"), "a.png", IMAGE, id="gif-as-png"),
        pytest.param(samples.picture("TIFF"), "a.png", IMAGE, id="tiff-as-png"),
        pytest.param(samples.picture("PNG")[:60], "a.png", IMAGE, id="truncated-png"),
        pytest.param(b"<html>" + samples.pdf(), "a.pdf", DOCUMENT, id="html-before-pdf"),
        pytest.param(b"%PDF-1.7 and nothing else", "a.pdf", DOCUMENT, id="damaged-pdf"),
        pytest.param(samples.pdf(pages=0), "a.pdf", DOCUMENT, id="pdf-without-pages"),
        pytest.param(samples.pdf(), "a.pdf.exe", DOCUMENT, id="double-extension"),
        pytest.param(samples.pdf(), "a.pdf\0.html", DOCUMENT, id="nul-in-name"),
        pytest.param(samples.pdf(), "a", DOCUMENT, id="no-extension"),
        pytest.param(samples.pdf(), ".pdf", DOCUMENT, id="only-extension"),
        pytest.param(samples.pdf(), "a.pptx", PRESENTATION, id="pdf-as-pptx"),
        pytest.param(samples.pptx(), "a.docx", PRESENTATION, id="pptx-as-docx"),
        pytest.param(samples.archive({"META-INF/MANIFEST.MF": "x", "A.class": "x"}), "a.pptx", PRESENTATION, id="jar"),
        pytest.param(b"MZ\x90\0" + b"\0" * 100, "a.pptx", PRESENTATION, id="exe"),
        pytest.param(samples.pptx(ppt__vbaProject="x"), "a.pptx", PRESENTATION, id="macros"),
        pytest.param(
            samples.archive({"[Content_Types].xml": samples.TYPES.format(samples.MACRO_TYPE)}),
            "a.pptx",
            PRESENTATION,
            id="pptm",
        ),
        pytest.param(b"<table><tr><td>=1+1</td></tr></table>", "a.csv", SPREADSHEET, id="html-as-csv"),
    ],
)
def test_content_that_is_not_what_it_says_is_refused(db, content, name, policy):
    with pytest.raises(WrongType):
        accept(content, name, policy)


@pytest.mark.parametrize("place", ["open_action", "annotation", "launch", "attachment", "password"])
def test_pdf_that_does_something_is_refused(db, place):
    with pytest.raises(WrongType):
        accept(samples.pdf_with(place), "a.pdf")


def test_office_file_that_loads_a_template_from_elsewhere_is_refused(db):
    relation = '<Relationship Id="r1" Type="x/{}" Target="http://evil.example/t" TargetMode="External"/>'

    accepted = samples.pptx(ppt___rels__a="", **{"ppt___rels__p.xml.rels": samples.RELS.format(relation.format("hyperlink"))})
    refused = samples.pptx(**{"ppt___rels__p.xml.rels": samples.RELS.format(relation.format("attachedTemplate"))})

    assert accept(accepted, "a.pptx").media_type.endswith("presentation")
    with pytest.raises(WrongType):
        accept(refused, "a.pptx")


def test_xml_bombs_and_entities_are_refused(db):
    entity = f'<!DOCTYPE t [<!ENTITY a SYSTEM "file:///etc/passwd">]>{samples.RELS.format("&a;")}'

    with pytest.raises(WrongType):
        accept(samples.pptx(**{"ppt___rels__p.xml.rels": entity}), "a.pptx")


@pytest.mark.parametrize("name", ["../../x", "/abs", "C:\\x", "a\\..\\b"])
def test_unsafe_names_inside_archives_are_refused(db, name):
    with pytest.raises(WrongType):
        accept(samples.archive({"[Content_Types].xml": samples.TYPES.format(samples.PPTX_TYPE), name: "x"}), "a.pptx")


def test_archives_that_unpack_to_too_much_are_refused_before_unpacking(db):
    bomb = samples.pptx(bomb=b"0" * 20_000_000)
    crowd = samples.archive({f"{number}": "" for number in range(2_001)})

    assert len(bomb) < 50_000
    for content in (bomb, crowd):
        with pytest.raises(WrongType):
            accept(content, "a.pptx")


def test_the_same_name_twice_in_an_archive_is_refused(db):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as bundle:
        bundle.writestr("[Content_Types].xml", samples.TYPES.format(samples.PPTX_TYPE))
        with pytest.warns(UserWarning, match="Duplicate"):
            bundle.writestr("[Content_Types].xml", "other")

    with pytest.raises(WrongType):
        accept(output.getvalue(), "a.pptx")


def test_file_over_the_limit_is_refused_while_reading(db):
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"%PDF-" + b"0" * (size - 5)

    stream = Endless()

    with pytest.raises(FileTooLarge) as refusal:
        services.accept_upload(stream, "a.pdf", DOCUMENT)
    assert refusal.value.status == 413
    assert stream.given <= DOCUMENT.max_bytes + 2 * services.CHUNK_BYTES


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"  \n"])
def test_empty_file_is_refused(db, content):
    with pytest.raises(EmptyFile):
        accept(content, "a.csv", SPREADSHEET)


def png_header(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [7_000, 12_000, 50_000])
def test_picture_with_too_many_pixels_is_refused_by_its_header(db, side):
    with pytest.raises(WrongType):
        accept(png_header(side, side), "a.png", IMAGE)


def test_picture_is_written_again_without_what_the_camera_noted(db):
    exif = Image.Exif()
    exif[0x0112] = 6  # turn right
    exif[0x010F] = "Camera <script>"
    photo = samples.picture("JPEG", size=(40, 20), exif=exif) + b"<script>alert(1)</script>"

    kept = services.read_content(accept(photo, "photo.jpg", IMAGE))

    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == (20, 40)
        assert dict(image.getexif()) == {}
    assert b"<script>" not in kept


@pytest.mark.parametrize(("mode", "kind"), [("CMYK", "JPEG"), ("I;16", "PNG"), ("LA", "PNG"), ("P", "PNG"), ("1", "PNG")])
def test_unusual_colours_become_usual_ones(db, mode, kind):
    kept = services.read_content(accept(samples.picture(kind, mode=mode), f"a.{kind.lower()}", IMAGE))

    with Image.open(io.BytesIO(kept)) as image:
        assert image.mode in ("RGB", "RGBA")


def test_picture_named_wrongly_by_a_phone_gets_its_right_name(db):
    stored = accept(samples.picture("PNG"), "IMG_1.jpg", IMAGE)

    assert (stored.display_name, stored.media_type) == ("IMG_1.png", "image/png")


def test_large_picture_is_scaled_down(db):
    kept = services.read_content(accept(samples.picture("PNG", size=(6000, 3000), mode="L"), "a.png", IMAGE))

    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == (4096, 2048)


def test_lost_content_is_named(db):
    stored = StoredFile(sha256="0" * 64, size_bytes=1, media_type="text/plain", display_name="a")

    with pytest.raises(NoContent):
        services.read_content(stored)


@pytest.fixture
def empty_storage(app, tmp_path, monkeypatch):
    held = LocalStorage(tmp_path)
    monkeypatch.setitem(app.extensions, "fairground_storage", held)
    return held


def test_sweep_removes_only_old_contents_without_a_row(db, empty_storage, clock):
    named = services.keep_document(b"named", "text/plain", "a.txt").sha256
    orphan, young = "a" * 64, "b" * 64
    for sha256 in (orphan, young):
        empty_storage.put(sha256, io.BytesIO(b"x"))
    now = clock_now().timestamp()
    for sha256, age in ((named, 25), (orphan, 25), (young, 23)):
        os.utime(empty_storage.root / sha256[:2] / sha256, (0, now - age * 3600))

    assert services.sweep() == (1, 0)
    assert [empty_storage.exists(sha256) for sha256 in (named, orphan, young)] == [True, False, True]

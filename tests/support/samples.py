"""Small files of each kind, good and bad, made when asked for."""

import io
import zipfile

import pikepdf
from PIL import Image

OPENXML = "application/vnd.openxmlformats-officedocument"
TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
PPTX_TYPE = f'<Override PartName="/ppt/presentation.xml" ContentType="{OPENXML}.presentationml.presentation.main+xml"/>'
_MACRO = "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"
MACRO_TYPE = f'<Override PartName="/ppt/presentation.xml" ContentType="{_MACRO}"/>'
RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'


def pdf(pages: int = 1) -> bytes:
    output = io.BytesIO()
    with pikepdf.new() as document:
        for _page in range(pages):
            document.add_blank_page(page_size=(298, 420))
        document.save(output)
    return output.getvalue()


def pdf_with(place: str) -> bytes:
    """A PDF with a script ("open_action", "annotation"), an attachment, a launch, or a password."""
    output = io.BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(298, 420))
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        if place == "open_action":
            document.Root.OpenAction = script
        elif place == "annotation":
            link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=script)
            page.Annots = pikepdf.Array([link])
        elif place == "launch":
            document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")
        elif place == "attachment":
            document.attachments["a.txt"] = b"hidden"
        if place == "password":
            document.save(output, encryption=pikepdf.Encryption(owner="a", user="b"))
        else:
            document.save(output)
    return output.getvalue()


def archive(parts: dict[str, bytes | str], *, compressed: bool = True) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED) as bundle:
        for name, content in parts.items():
            bundle.writestr(name, content)
    return output.getvalue()


def pptx(**extra: bytes | str) -> bytes:
    parts = {"[Content_Types].xml": TYPES.format(PPTX_TYPE), "_rels/.rels": RELS.format(""), "ppt/presentation.xml": "<p/>"}
    return archive({**parts, **{name.replace("__", "/"): part for name, part in extra.items()}})


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: object) -> bytes:
    output = io.BytesIO()
    Image.new(mode, size, 0 if mode in ("L", "1", "I;16") else "teal").save(output, kind, **options)
    return output.getvalue()

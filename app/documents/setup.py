"""What operators ask of documents: can this machine print?"""

from collections.abc import Iterable

from app.core import doctor
from app.documents import fonts, pdf
from app.documents.errors import PdfFailed


@doctor.check("P1", "documents can be printed, with our fonts")
def _documents_can_be_printed() -> Iterable[str]:
    if not fonts.pack():
        yield "no print fonts: run tools/build_frontend.py"
    try:
        pdf.draw(pdf.Sheet("<title>doctor</title><p>Đ"), css=())
    except PdfFailed as failure:
        yield f"WeasyPrint does not work: {failure.reason}. Is Pango installed (libpango-1.0-0, libpangoft2-1.0-0)?"

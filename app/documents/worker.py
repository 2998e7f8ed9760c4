"""The program that draws PDFs and charts, apart from the application and walled in.

Started by app/documents/process.py as `python -I worker.py pdf|chart FOLDER IDLE_SECONDS`; it imports nothing of the
application. It reads jobs from standard input and writes answers to standard output, both as frames, until the input ends.
Documents may name only what came with the job: every other address is refused, whatever its scheme (PD01, PD02).
"""

import gc
import io
import json
import logging
import os
import resource
import select
import shutil
import struct
import sys
import tempfile
from typing import Any, BinaryIO

CPU_SECONDS = 30  # for one job
MEMORY_BYTES = 2**30
LARGEST_FILE_BYTES = 2**26  # the worker writes only unpacked fonts
Blobs = dict[str, bytes]


def write_frame(stream: BinaryIO, header: dict[str, Any], blobs: Blobs) -> None:
    """Write a header and its attachments: length, JSON with the attachments' sizes, then their bytes."""
    content = json.dumps({**header, "blobs": {name: len(blob) for name, blob in blobs.items()}}).encode()
    stream.write(struct.pack(">I", len(content)) + content)
    for blob in blobs.values():
        stream.write(blob)
    stream.flush()


def read_frame(stream: BinaryIO) -> tuple[dict[str, Any], Blobs]:
    """Read what `write_frame` wrote.

    Raises:
        EOFError: the other side is gone.
    """
    (length,) = struct.unpack(">I", _read_exactly(stream, 4))
    header = json.loads(_read_exactly(stream, length))
    return header, {name: _read_exactly(stream, size) for name, size in header.pop("blobs").items()}


def _read_exactly(stream: BinaryIO, size: int) -> bytes:
    content = stream.read(size)
    if len(content) < size:
        raise EOFError
    return content


def _limit(role: str) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE_BYTES, LARGEST_FILE_BYTES))
    if role == "pdf":  # the chart engine reserves far more address space than it uses; it draws our own specifications only
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def _limit_next_job() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 1 + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _wall(folder: str) -> None:
    """Refuse sockets, programs and files outside the Python installation, the fonts and `folder`, for good."""
    named = {sys.prefix, sys.base_prefix, "/usr/lib", "/usr/share", "/etc/fonts", folder}
    roots = tuple(os.path.realpath(root) + os.sep for root in named)
    forbidden = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.fork", "os.system", "ctypes.dlopen", "urllib.")

    def check(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(forbidden):
            raise PermissionError(event)
        if event == "open" and isinstance(arguments[0], str) and not os.path.realpath(arguments[0]).startswith(roots):
            raise PermissionError("open")

    sys.addaudithook(check)


class _Collector(logging.Handler):
    """Keeps warnings of WeasyPrint as texts."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.texts = texts

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


class PdfPress:
    """Draws HTML with WeasyPrint. Fonts are unpacked once and kept."""

    def __init__(self) -> None:
        import weasyprint  # noqa: PLC0415 -- slow import
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 -- slow import
        from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 -- slow import

        press = self

        class AssetFetcher(URLFetcher):  # type: ignore[misc]
            """Gives only the attachments of the job, by `asset:name`."""

            def fetch(self, url: str, headers: Any = None) -> Any:
                name = url.removeprefix("asset:") if url.startswith("asset:") else None
                if name is None or name not in press.assets:
                    press.refused.append(url[:200])
                    raise ValueError("only assets of the job")
                return URLFetcherResponse(url, press.assets[name])

        self.weasyprint = weasyprint
        self.fetcher = AssetFetcher()
        self.fonts = FontConfiguration()
        self.font_blobs: Blobs = {}
        self.assets: Blobs = {}
        self.refused: list[str] = []
        self.warnings: list[str] = []
        weasyprint.LOGGER.handlers = [_Collector(self.warnings)]

    def take_fonts(self, header: dict[str, Any], blobs: Blobs) -> tuple[dict[str, Any], Blobs]:
        """Keep the fonts for all further jobs."""
        self.font_blobs = self.assets = blobs
        self.warnings.clear()
        self.weasyprint.CSS(string=header["css"], font_config=self.fonts, url_fetcher=self.fetcher)
        if self.warnings:
            raise RuntimeError(self.warnings[0])
        return {}, {}

    def draw(self, header: dict[str, Any], blobs: Blobs) -> tuple[dict[str, Any], Blobs]:
        """Return one PDF of `html` under the style sheets `css`."""
        self.assets = {**self.font_blobs, **blobs}
        self.refused = []
        styles = [self.weasyprint.CSS(string=text, font_config=self.fonts, url_fetcher=self.fetcher) for text in header["css"]]
        html = self.weasyprint.HTML(string=header["html"], url_fetcher=self.fetcher, base_url="asset:")
        document = html.render(font_config=self.fonts, stylesheets=styles)
        content = document.write_pdf(finisher=_finish)
        return {"pages": len(document.pages), "refused": self.refused}, {"pdf": content}


def _finish(_document: Any, pdf: Any) -> None:
    """Correct the finished pages."""
    # WeasyPrint draws anchored texts (the labels of charts) as transparency groups, which viewers cut at the first and last
    # letter. Nothing of ours is transparent.
    for item in pdf.objects:
        if getattr(item, "extra", {}).get("Subtype") == "/Form":
            item.extra.pop("Group", None)


class ChartPress:
    """Draws Vega-Lite specifications with vl-convert."""

    def __init__(self) -> None:
        import vl_convert  # noqa: PLC0415 -- slow import

        self.engine = vl_convert

    def take_fonts(self, header: dict[str, Any], blobs: Blobs) -> tuple[dict[str, Any], Blobs]:
        """Let the engine measure texts with our fonts."""
        from fontTools.ttLib import TTFont  # noqa: PLC0415 -- slow import

        folder = tempfile.mkdtemp(prefix="fonts-")
        for name, blob in blobs.items():
            font = TTFont(io.BytesIO(blob))
            font.flavor = None
            _rename(font, header["families"][name])
            font.save(os.path.join(folder, f"{name}.ttf"))
        self.engine.register_font_directory(folder)
        return {}, {}

    def draw(self, header: dict[str, Any], _blobs: Blobs) -> tuple[dict[str, Any], Blobs]:
        """Return the SVG of `spec`. No address is allowed in it."""
        svg = self.engine.vegalite_to_svg(header["spec"], allowed_base_urls=[], format_locale=header["format_locale"])
        return {}, {"svg": svg.encode()}

    def rasterise(self, header: dict[str, Any], _blobs: Blobs) -> tuple[dict[str, Any], Blobs]:
        """Return `svg` as PNG, for documents that hold no SVG."""
        return {}, {"png": self.engine.svg_to_png(header["svg"], scale=header["scale"])}


def _rename(font: Any, family: str) -> None:
    """Give a subset the family name that our style sheets use for it; its weight stands in another table."""
    names = font["name"]
    for number in (1, 2, 4, 6, 16, 17):
        names.removeNames(nameID=number)
    for number, text in ((1, family), (2, "Regular"), (4, family), (6, family.replace(" ", ""))):
        names.setName(text, number, 3, 1, 0x409)


def serve(role: str, folder: str, idle_seconds: float) -> None:
    """Answer jobs until standard input ends or nobody asked for long."""
    jobs, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that prints may disturb the frames
    tempfile.tempdir = folder
    _limit(role)
    press = PdfPress() if role == "pdf" else ChartPress()
    if role == "pdf":
        _wall(folder)
    # Layouts are large, short-lived and full of cycles: collecting less often saves a tenth of the time.
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    while select.select([jobs], [], [], idle_seconds)[0]:
        try:
            header, blobs = read_frame(jobs)
        except EOFError:
            return
        _limit_next_job()
        try:
            answer, results = getattr(press, header.pop("do"))(header, blobs)
        except MemoryError:
            os._exit(9)  # nothing can be trusted after that
        except Exception as error:
            answer, results = {"error": f"{type(error).__name__}: {error}"[:500]}, {}
        write_frame(answers, answer, results)


if __name__ == "__main__":
    try:
        serve(sys.argv[1], sys.argv[2], float(sys.argv[3]))
    finally:
        shutil.rmtree(sys.argv[2], ignore_errors=True)  # the owner may be gone

"""Keeps the message catalogues: `tools/i18n.py FEATURE|all [--check]` and `tools/i18n.py compile`.

A feature's texts come from app/FEATURE and templates/FEATURE (also templates/mail/FEATURE and templates/pdf/FEATURE);
core has the shared templates. Catalogues carry no dates and no line numbers, so that merges stay calm.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import wtforms
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
LANGUAGES = ("vi", "de")
KEYWORDS = {"_": None, "_l": None, "_n": (1, 2), "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
TEMPLATE_SUFFIXES = {".html", ".txt", ".svg", ".xml"}
# Templates that belong to no feature's folder.
SHARED_FOLDERS = ("macros", "errors", "styleguide")


def features() -> list[str]:
    """Return the names of all packages under app/."""
    return sorted(path.parent.name for path in (ROOT / "app").glob("*/__init__.py"))


def sources(feature: str) -> Iterator[tuple[str, Path]]:
    """Yield (extraction method, file) of each file whose texts belong to `feature`."""
    for path in sorted((ROOT / "app" / feature).rglob("*.py")):
        yield "python", path
    templates = ROOT / "templates"
    folders = [templates / feature, templates / "mail" / feature, templates / "pdf" / feature]
    found: set[Path] = set()
    if feature == "core":
        yield "python", ROOT / "app" / "factory.py"
        # WTForms has no Vietnamese; core/forms.py takes its messages from our catalogues.
        library = Path(wtforms.__file__).parent
        yield from (("python", path) for path in [library / "validators.py", *sorted((library / "fields").glob("*.py"))])
        found.update(templates.glob("*.*"))
        folders += [templates / folder for folder in SHARED_FOLDERS]
    if feature in ("mail", "documents"):
        folders.remove(templates / feature)  # templates/mail holds a folder for each feature
        found.update((templates / {"mail": "mail", "documents": "pdf"}[feature]).glob("*.*"))
    if feature == "mail":
        folders.append(templates / "outbox")
    for folder in folders:
        found.update(folder.rglob("*"))
    for path in sorted(found):
        if path.is_file() and path.suffix in TEMPLATE_SUFFIXES:
            yield "jinja2", path


def extract(feature: str) -> Catalog:
    """Return all texts of `feature`."""
    catalog = Catalog()
    for method, path in sources(feature):
        options = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"} if method == "jinja2" else {}
        for _line, message, comments, context in extract_from_file(
            method, path, keywords=KEYWORDS, comment_tags=("Translators:",), options=options, strip_comment_tags=True
        ):
            catalog.add(message, auto_comments=comments, context=context)
    return catalog


def po_path(feature: str, language: str) -> Path:
    return ROOT / "translations" / feature / language / "LC_MESSAGES" / "messages.po"


def read(feature: str, language: str) -> Catalog:
    """Return the kept catalogue, empty when there is none."""
    path = po_path(feature, language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write(feature: str, language: str, catalog: Catalog) -> None:
    """Write `catalog` sorted, one line a text, without obsolete entries; leave an unchanged file alone."""
    path = po_path(feature, language)
    head = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n"Plural-Forms: {catalog.plural_forms}\\n"\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".new")
    with temporary.open("wb") as file:
        file.write(head.encode())
        write_po(file, catalog, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True, width=-1)
    if path.exists() and path.read_bytes() == temporary.read_bytes():
        temporary.unlink()
    else:
        temporary.replace(path)


def is_missing(message: Message) -> bool:
    texts = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return message.fuzzy or not all(texts)


def known_elsewhere(feature: str, language: str) -> dict[str | tuple[str, ...], Message]:
    """Return the translations of the other features: one text is translated once."""
    others = [read(other, language) for other in features() if other != feature]
    return {message.id: message for catalog in others for message in catalog if message.id and not is_missing(message)}


def update(feature: str) -> None:
    """Bring the catalogues of `feature` up to date; a text that another feature has translated is taken from there."""
    for language in LANGUAGES:
        catalog = read(feature, language)
        # Extracted for each language: update() takes new messages over as they are, so a shared one would carry both texts.
        catalog.update(extract(feature), no_fuzzy_matching=True)
        catalog.obsolete.clear()
        elsewhere = known_elsewhere(feature, language)
        for message in catalog:
            if message.id and is_missing(message) and message.id in elsewhere:
                message.string = elsewhere[message.id].string
                message.flags.discard("fuzzy")
        if len(catalog):
            write(feature, language, catalog)


def faults(feature: str) -> list[str]:
    """Return one line for each text of `feature` that is missing, fuzzy or has wrong placeholders."""
    texts = extract(feature)
    found = []
    for language in LANGUAGES:
        catalog = read(feature, language)
        for text in texts:
            if not text.id:
                continue
            message = catalog.get(text.id)
            where = f"{feature}/{language}: {text.id!r}"
            if message is None or is_missing(message):
                found.append(f"{where} is {'fuzzy' if message and message.fuzzy else 'missing'}")
            else:
                found += [f"{where}: {error}" for error in message.check(catalog)]
    return found


def contradictions() -> list[str]:
    """Return one line for each text that two features translate differently: all catalogues are one namespace."""
    found = []
    for language in LANGUAGES:
        seen: dict[str | tuple[str, ...], tuple[str, object]] = {}
        for feature in features():
            for message in read(feature, language):
                if not message.id or is_missing(message):
                    continue
                first, string = seen.setdefault(message.id, (feature, message.string))
                if string != message.string:
                    found.append(f"{language}: {message.id!r} is {string!r} in {first}, {message.string!r} in {feature}")
    return found


def compile_catalogues() -> int:
    """Write the .mo files that are missing or not newer than their .po; return how many."""
    count = 0
    for path in sorted((ROOT / "translations").glob("*/*/LC_MESSAGES/*.po")):
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns > path.stat().st_mtime_ns:
            continue
        with path.open("rb") as file:
            catalog = read_po(file, locale=path.parts[-3])
        temporary = target.with_suffix(".mo.new")
        with temporary.open("wb") as file:
            write_mo(file, catalog)
        temporary.replace(target)
        count += 1
    return count


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", help="a feature, `all`, or `compile`")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 and name what is not translated")
    chosen = parser.parse_args(arguments)
    if chosen.what == "compile":
        compile_catalogues()
        return 0
    if chosen.what != "all" and chosen.what not in features():
        parser.error(f"no feature {chosen.what}; there are {', '.join(features())}")
    names = features() if chosen.what == "all" else [chosen.what]
    if not chosen.check:
        for name in names:
            update(name)
        compile_catalogues()
    lines = [line for name in names for line in faults(name)] + contradictions()
    print("\n".join(lines) or f"{chosen.what}: all texts are translated.")
    return 1 if lines and chosen.check else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

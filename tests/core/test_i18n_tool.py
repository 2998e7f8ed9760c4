"""The catalogue tool: finds every text, keeps what is translated, writes nothing that changes by itself."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The tool over a small tree with two features."""
    spec = importlib.util.spec_from_file_location("i18n_tool", ROOT / "tools" / "i18n.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    for feature in ("fairs", "talks"):
        (tmp_path / "app" / feature).mkdir(parents=True)
        (tmp_path / "app" / feature / "__init__.py").write_text("")
        (tmp_path / "translations" / feature).mkdir(parents=True)
    (tmp_path / "app" / "fairs" / "views.py").write_text(
        '_("Hold %(code)s", code=code)\n_n("%(num)d day", "%(num)d days", n)\n'
    )
    for name, text in {
        "fairs/index.html": "{{ _('Save') }}",
        "mail/fairs/held.txt": "{{ _('Good day') }}",
        "talks/index.html": "{{ _('Speaker') }}",
    }.items():
        path = tmp_path / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return module


def translate(tool: ModuleType, feature: str, language: str, texts: dict[str, str | tuple[str, ...]]) -> None:
    catalog = tool.read(feature, language)
    for message in catalog:
        key = message.id[0] if isinstance(message.id, tuple) else message.id
        if key in texts:
            message.string = texts[key]
    tool.write(feature, language, catalog)


ALL = {"Hold %(code)s": "Giữ %(code)s", "Save": "Lưu", "Good day": "Kính gửi", "%(num)d day": ("%(num)d ngày",)}


def test_update_finds_texts_of_code_pages_and_mails(tool: ModuleType) -> None:
    tool.update("fairs")

    found = {message.id for message in tool.read("fairs", "vi") if message.id}
    assert found == {"Hold %(code)s", ("%(num)d day", "%(num)d days"), "Save", "Good day"}


def test_check_names_what_is_missing_and_writes_nothing(tool: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert tool.main(["talks", "--check"]) == 1

    assert capsys.readouterr().out.splitlines() == ["talks/vi: 'Speaker' is missing", "talks/de: 'Speaker' is missing"]
    assert not tool.po_path("talks", "vi").exists()


def test_check_is_content_when_all_is_translated(tool: ModuleType) -> None:
    tool.update("talks")
    for language, word in (("vi", "Diễn giả"), ("de", "Vortragende")):
        translate(tool, "talks", language, {"Speaker": word})

    assert tool.main(["talks", "--check"]) == 0


def test_check_refuses_a_fuzzy_text(tool: ModuleType) -> None:
    tool.update("talks")
    translate(tool, "talks", "de", {"Speaker": "Vortragende"})
    path = tool.po_path("talks", "de")
    path.write_text(path.read_text().replace('msgid "Speaker"', '#, fuzzy\nmsgid "Speaker"'))

    assert "talks/de: 'Speaker' is fuzzy" in tool.faults("talks")


def test_check_refuses_wrong_placeholders(tool: ModuleType) -> None:
    tool.update("fairs")
    translate(tool, "fairs", "vi", ALL | {"Hold %(code)s": "Giữ %(ma)s"})

    assert [line.split(":")[0] for line in tool.faults("fairs") if "/vi" in line] == ["fairs/vi"]


def test_update_keeps_translations_drops_old_texts_and_changes_nothing_else(tool: ModuleType) -> None:
    tool.update("fairs")
    translate(tool, "fairs", "vi", ALL)
    before = tool.po_path("fairs", "vi").read_bytes()
    (tool.ROOT / "app" / "fairs" / "views.py").write_text(
        '\n\n\n_n("%(num)d day", "%(num)d days", n)\n_("Hold %(code)s", code=1)\n'
    )

    tool.update("fairs")

    assert tool.po_path("fairs", "vi").read_bytes() == before
    (tool.ROOT / "templates" / "fairs" / "index.html").write_text("")
    tool.update("fairs")
    after = tool.po_path("fairs", "vi").read_text()
    assert "Lưu" not in after
    assert "Giữ" in after


def test_catalogue_carries_no_date_and_no_line_number(tool: ModuleType) -> None:
    tool.update("fairs")

    text = tool.po_path("fairs", "vi").read_text()
    assert "Date" not in text
    assert "#:" not in text


def test_text_that_another_feature_has_translated_is_taken_over(tool: ModuleType) -> None:
    tool.update("fairs")
    translate(tool, "fairs", "vi", ALL)
    (tool.ROOT / "templates" / "talks" / "index.html").write_text("{{ _('Save') }}")

    tool.update("talks")

    assert tool.read("talks", "vi").get("Save").string == "Lưu"
    assert tool.contradictions() == []


def test_one_text_with_two_translations_is_a_contradiction(tool: ModuleType) -> None:
    tool.update("fairs")
    translate(tool, "fairs", "vi", ALL)
    (tool.ROOT / "templates" / "talks" / "index.html").write_text("{{ _('Save') }}")
    tool.update("talks")
    translate(tool, "talks", "vi", {"Save": "Ghi"})

    assert tool.contradictions() == ["vi: 'Save' is 'Lưu' in fairs, 'Ghi' in talks"]


def test_compile_writes_only_what_is_older(tool: ModuleType) -> None:
    tool.update("talks")
    translate(tool, "talks", "vi", {"Speaker": "Diễn giả"})

    assert tool.compile_catalogues() == 2
    assert tool.compile_catalogues() == 0

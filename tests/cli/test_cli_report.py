"""The note and the printable report from the command line: written whole, or not at all and said so."""

import errno
import io
import os
import stat
import subprocess
import sys

import pytest

from ruxcheck.export.note import note
from ruxcheck.export.render import as_html
from ruxcheck.store.files import DATA
from ruxcheck.store.reading import load, load_documents
from tests.golden_files import document, question

CHILD = ("check", "--age", "8", "--iga", "3", "--bsa", "20", "--fact", "weight_kg=55 lb", "height_cm=1.28 m")
ASKED = (*CHILD, "--jurisdiction", "us", "ca", "--on", "2026-11-22")


def test_the_note_is_the_note_of_the_screen(cli):
    asked = question("child")
    expected = note(asked, asked.answer(load()), load(), load_documents())
    assert tuple(cli(*ASKED, "--note")) == (0, expected, "")


@pytest.mark.parametrize("answer", [(), ("--json",), ("--note",)])
def test_a_note_read_back_is_answered_as_the_typed_options(cli, tmp_path, monkeypatch, answer):
    note_file = tmp_path / "note.txt"
    note_file.write_text(cli(*ASKED, "--note").out, encoding="utf-8")
    typed = cli(*ASKED, *answer).out.replace(" (typed: 55 lb)", "").replace(" (typed: 1.28 m)", "")
    assert tuple(cli("check", "--from-note", str(note_file), *answer)) == (0, typed, "")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf" + note_file.read_bytes())))
    assert tuple(cli("check", "--from-note", "-", *answer)) == (0, typed, "")


@pytest.mark.parametrize(
    ("content", "more", "said"),
    [
        (b"shopping list", (), "'note.txt': The text does not begin with 'RuxCheck: ruxolitinib cream in atopic dermatitis'; "
            "paste the note from its first line on; or type the options instead"),
        (b"RuxCheck: ruxolitinib cream in atopic dermatitis\nAge: 8 y\nLabels asked: us", (),
            "'note.txt': The line 'As of' is missing or no day; allowed: YYYY-MM-DD; or type the options instead"),
        (b"\xff\xfe", (), "'note.txt' is not UTF-8 text; allowed: a text file with a note; save it again as UTF-8"),
        (None, (), "'note.txt' cannot be read: No such file or directory; "
            "allowed: a text file with a note, or - for standard input; check the name"),
        (None, ("--age", "8"), "'note.txt' was given with --age; "
            "allowed: the note alone, which holds inputs, labels and day, or the options without it"),
        (None, ("--on", "2026-11-22"), "'note.txt' was given with --on; "
            "allowed: the note alone, which holds inputs, labels and day, or the options without it"),
        (None, ("--from-note", "b"), "'b' was given, but 'note.txt' was given before; allowed: once"),
    ],
)  # fmt: skip
def test_a_note_that_cannot_be_used_is_refused_in_one_line(cli, tmp_path, monkeypatch, content, more, said):
    monkeypatch.chdir(tmp_path)
    if content is not None:
        (tmp_path / "note.txt").write_bytes(content)
    assert tuple(cli("check", "--from-note", "note.txt", *more)) == (2, "", f"--from-note: {said}\n")


def test_a_note_about_every_jurisdiction_names_them(cli):
    assert "Labels asked: us, ca, eu, gb, ch\n" in cli(*CHILD, "--note").out


def test_a_notice_stays_out_of_the_note(cli):
    answer = cli("check", "--age", "8", "--on", "2999-01-01", "--note")
    assert "in the future" in answer.err
    assert "in the future" not in answer.out


def test_html_is_written_beside_the_usual_answer(cli, tmp_path):
    path = tmp_path / "report.html"
    assert tuple(cli(*ASKED, "--report", str(path))) == tuple(cli(*ASKED))
    assert path.read_bytes() == as_html(document("child"))
    assert os.listdir(tmp_path) == ["report.html"]


@pytest.mark.parametrize(
    ("paper", "size"), [((), b"595.27"), (("--paper", "a4"), b"595.27"), (("--paper", "letter"), b"612 792")]
)
def test_pdf_is_written_on_its_paper(cli, tmp_path, paper, size):
    pytest.importorskip("typst")
    path = tmp_path / "report.PDF"
    assert cli(*ASKED, "--json", "--report", str(path), *paper).code == 0
    assert path.read_bytes().startswith(b"%PDF-")
    assert size in path.read_bytes()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--report", "a.docx"), "--report: 'a.docx' was given; allowed: a file name that ends in .html or .pdf"),
        (("--report", ""), "--report: '' was given; allowed: a file name that ends in .html or .pdf"),
        (("--report", "a.pdf", "--report", "b.pdf"), "--report: 'b.pdf' was given, but 'a.pdf' was given before; allowed: once"),
        (("--report", "a.pdf", "--paper", "a3"), "--paper: 'a3' was given; allowed: a4 or letter, with --report FILE.pdf"),
        (("--report", "a.html", "--paper", "a4"), "--paper: 'a4' was given; allowed: a4 or letter, with --report FILE.pdf"),
        (("--paper", "a4"), "--paper: 'a4' was given; allowed: a4 or letter, with --report FILE.pdf"),
        (("--note", "--json"), "--note: was given with --json; allowed: one of the two"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_in_one_line(cli, tmp_path, monkeypatch, typed, said):
    monkeypatch.chdir(tmp_path)
    assert tuple(cli(*ASKED, *typed)) == (2, "", said + "\n")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("place", ["nowhere/report.html", "file/report.html", "folder.html"])
def test_a_place_that_cannot_be_written_is_said_in_one_line(cli, tmp_path, place):
    (tmp_path / "file").touch()
    (tmp_path / "folder.html").mkdir()
    path = str(tmp_path / place)
    answer = cli(*ASKED, "--report", path)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith(f"--report: '{path}' was not written: ")
    assert answer.err.count("\n") == 1
    assert sorted(os.listdir(tmp_path)) == ["file", "folder.html"]


def test_a_full_disk_leaves_the_older_report_as_it_was(cli, tmp_path, monkeypatch):
    path = tmp_path / "report.html"
    path.write_text("older")

    def full(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    answer = cli(*ASKED, "--report", str(path))
    assert (answer.code, answer.err) == (1, f"--report: '{path}' was not written: No space left on device\n")
    assert os.listdir(tmp_path) == ["report.html"]
    assert path.read_text() == "older"


def test_without_the_typesetter_pdf_is_refused_and_html_is_not(cli, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    answer = cli(*ASKED, "--report", str(tmp_path / "report.pdf"))
    assert (answer.code, answer.out) == (1, "")
    assert 'pip install ".[report]"' in answer.err
    assert cli(*ASKED, "--report", str(tmp_path / "report.html")).code == 0


def test_an_answer_without_a_report_loads_nothing_of_it():
    code = (
        f"import sys; from ruxcheck.cli.main import main; main({list(CHILD)});"
        "sys.exit(str({'typst', 'vl_convert', 'ruxcheck.export.patient_report', 'ruxcheck.export.document'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=os.path.dirname(DATA), capture_output=True, text=True)
    assert done.stderr.strip() == "set()"


def test_a_report_keeps_the_rights_of_the_file_it_replaces_and_never_replaces_a_read_only_one(cli, tmp_path):
    path = tmp_path / "answer.html"
    path.write_text("older")
    path.chmod(0o604)
    assert cli(*ASKED, "--report", str(path)).code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o604
    path.chmod(0o444)
    before = path.read_bytes()
    done = cli(*ASKED, "--report", str(path))
    assert done.code == 1
    assert "was not written: the file that is there is read-only" in done.err
    assert path.read_bytes() == before


def test_a_report_is_written_through_a_symbolic_link(cli, tmp_path):
    (tmp_path / "answer.html").symlink_to(tmp_path / "real.html")
    assert cli(*ASKED, "--report", str(tmp_path / "answer.html")).code == 0
    assert (tmp_path / "answer.html").is_symlink()
    assert (tmp_path / "real.html").stat().st_size

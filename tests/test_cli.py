"""The command line: what it prints and how it ends."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import htmlrepair
from htmlrepair.cli import main
from htmlrepair.codes import CODES

DAMAGED = "<p>caf\xe9 < b >x</ b>& nbsp;</p>\n"
REPAIRED = "<p>caf\xe9 <b>x</b>&nbsp;</p>\n"


def run(*arguments: str | Path, markup: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "htmlrepair", *map(str, arguments)]
    return subprocess.run(command, input=markup, capture_output=True, check=False)  # noqa: S603


def in_shell(arguments: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """The command line run by a shell in *folder*, which reads redirections."""
    if os.name != "posix":
        pytest.skip("there is no such shell")
    path = f"PYTHONPATH={shlex.quote(str(Path(htmlrepair.__file__).parent.parent))}"
    command = f"{path} {shlex.quote(sys.executable)} -m htmlrepair {arguments}"
    return subprocess.run(command, shell=True, cwd=folder, capture_output=True, check=False)  # noqa: S602


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sub").mkdir()
    (tmp_path / "damaged.html").write_text(DAMAGED, "utf-8")
    (tmp_path / "sub" / "latin.htm").write_bytes(DAMAGED.encode("latin-1"))
    (tmp_path / "sound.html").write_bytes(b"\xef\xbb\xbf<p>x\r\n\xff</p>")
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "note.txt").write_text("< b >x</ b>", "utf-8")
    return tmp_path


def test_files_are_printed_repaired_in_their_encoding(folder: Path) -> None:
    done = run(folder / "damaged.html")
    assert (done.returncode, done.stdout, done.stderr) == (0, REPAIRED.encode(), b"")
    assert run(folder / "sub" / "latin.htm").stdout == REPAIRED.encode("latin-1")


def test_what_is_sound_is_printed_byte_for_byte(folder: Path) -> None:
    assert run(folder / "sound.html").stdout == (folder / "sound.html").read_bytes()
    assert run(folder / "empty.html").stdout == b""


def test_standard_input(folder: Path) -> None:
    assert run("-", markup=b"\xef\xbb\xbf< b >x</ b>").stdout == b"\xef\xbb\xbf<b>x</b>"
    assert run("-", "--check", markup=b"< b >x</ b>").returncode == 1


def test_check_names_the_files_that_would_change(folder: Path) -> None:
    done = run("--check", folder)
    assert done.returncode == 1
    assert done.stdout.decode().split() == [str(folder / "damaged.html"), str(folder / "sub" / "latin.htm")]
    assert run("--check", folder / "sound.html", folder / "empty.html").returncode == 0


def test_diagnostics_are_a_line_each(folder: Path) -> None:
    path = folder / "damaged.html"
    done = run("--diagnostics", path)
    assert done.returncode == 1
    assert done.stdout.decode() == (
        f"{path}:1:9: spaced-tag certain: '< b >' and '</ b>' are the tags of one b element\n"
        f"{path}:1:20: split-reference certain: '& nbsp;' is a character reference, nbsp\n"
    )


def test_a_guess_is_shown_but_is_no_finding() -> None:
    done = run("--diagnostics", "-", markup=b"the < strong > tag")
    assert done.returncode == 0
    assert done.stdout == b"-:1:5: spaced-tag guess: '< strong >' is a start tag, strong (left alone)\n"
    assert (
        run("--minimum-confidence", "guess", "-", markup=b"the < strong > tag").stdout == b"the <strong> tag</strong>"
    )


def test_codes_choose_the_damage() -> None:
    assert run("--codes", "split-reference", "-", markup=DAMAGED.encode()).stdout.count(b"< b >") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.html"], b"htmlrepair: missing.html: No such file or directory\n"),
        (["."], b"htmlrepair: .: Is a directory\n"),
        ([], b"nothing to repair"),
        (["--codes", "spaced-tags", "-"], b"unknown code 'spaced-tags'"),
        (["--minimum-confidence", "sure", "-"], b"unknown confidence 'sure'"),
        (["--check", "--diagnostics", "-"], b"not allowed with argument"),
    ],
)
def test_what_can_not_be_done_is_said_in_one_line(arguments: list[str], message: bytes) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert b"Traceback" not in done.stderr
    assert done.stdout == b""


def test_an_unreadable_file_does_not_stop_the_others(folder: Path) -> None:
    done = run(folder / "missing.html", folder / "damaged.html")
    assert done.returncode == 2
    assert done.stdout == REPAIRED.encode()


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_explained(code: str) -> None:
    done = run("--explain", code)
    assert done.returncode == 0
    assert done.stdout.decode().startswith(f"{code}: ")


def test_a_code_is_explained_without_docstrings_too() -> None:
    command = [sys.executable, "-OO", "-m", "htmlrepair", "--explain", "spaced-tag"]
    done = subprocess.run(command, capture_output=True, check=True)  # noqa: S603
    assert done.stdout == run("--explain", "spaced-tag").stdout


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders")
def test_a_pipe_in_a_folder_keeps_no_one_waiting(folder: Path) -> None:
    os.mkfifo(folder / "pipe.html")
    (folder / "lost.html").symlink_to("nowhere")
    done = run("--check", folder)
    assert (done.returncode, done.stdout.count(b"\n"), done.stderr.count(b"\n")) == (2, 2, 1)


def test_importing_htmlrepair_loads_no_parser() -> None:
    program = "import htmlrepair, sys; print(sorted({'bs4', 'lxml', 'html5lib'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)  # noqa: S603
    assert done.stdout.strip() == b"[]"
    assert htmlrepair.__all__


@pytest.mark.parametrize("arguments", ["damaged.html", "--check damaged.html", "--diagnostics damaged.html"])
def test_a_closed_output_is_said_in_one_line(folder: Path, arguments: str) -> None:
    done = in_shell(f"{arguments} >&-", folder)
    assert (done.returncode, done.stderr) == (2, b"htmlrepair: output: standard output is closed\n")


@pytest.mark.parametrize("redirection", ["2>&-", "2>/dev/full"])
def test_what_can_not_be_said_is_told_by_the_status(folder: Path, redirection: str) -> None:
    done = in_shell(f"missing.html damaged.html {redirection}", folder)
    assert (done.returncode, done.stdout) == (2, REPAIRED.encode())


def test_an_empty_name_is_no_folder(folder: Path) -> None:
    done = in_shell("--check ''", folder)
    assert (done.returncode, done.stderr) == (2, b"htmlrepair: : No such file or directory\n")


def test_a_folder_that_can_not_be_looked_through_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = os.scandir

    def scandir(path: str) -> Any:
        if Path(path).name == "sub":
            raise PermissionError(13, "Permission denied", path)
        return opened(path)

    monkeypatch.setattr(os, "scandir", scandir)
    (folder / "damaged.html").unlink()
    assert main(["--check", str(folder)]) == 2
    assert capsys.readouterr().err == f"htmlrepair: {folder / 'sub'}: Permission denied\n"

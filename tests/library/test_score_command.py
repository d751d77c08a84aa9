"""`forms-engine score` as another program meets it."""

import json
import subprocess
import sys

import pytest

from forms_engine.project import cli

RUN = [sys.executable, "-m", "forms_engine.project.cli"]
REFUSE_DJANGO = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "django":
            raise AssertionError(f"imports {name}")
sys.meta_path.insert(0, Refuse())
from forms_engine.project.cli import main
sys.exit(main(sys.argv[1:]))
"""


def run(*arguments, stdin=b"", program=RUN):
    return subprocess.run([*program, *arguments], input=stdin, capture_output=True, timeout=60)


def lines(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_one_line_out_for_one_line_in_whatever_the_line():
    stdin = b'\xef\xbb\xbf{"q9": 1}\n\n   \n{"q1": NaN}\r\n{"q1": "\xff"}\n[[[\n{"q9": 0}'
    done = run("score", "phq-9", stdin=stdin)
    assert (done.returncode, done.stderr) == (0, b"")
    assert [line["alerts"]["self_harm"] for line in lines(done)] == [True, None, None, None, False]
    assert [[problem["code"] for problem in line["problems"]] for line in lines(done)] == [
        [],
        ["not-finite"],
        ["not-utf-8"],
        ["not-json"],
        [],
    ]
    assert list(lines(done)[0]) == ["instrument", "version", "scores", "bands", "findings", "alerts", "problems"]


def test_a_line_of_ten_megabytes_does_not_stop_the_next():
    done = run("score", "gad-7", stdin=b'{"q1": "' + b"x" * 10_000_000 + b'"}\n{}\n')
    assert [[problem["code"] for problem in line["problems"]] for line in lines(done)] == [["file-too-large"], []]


@pytest.mark.parametrize("name", ["pcl-5@1.0.0", "pcl-5"])
def test_with_and_without_a_version(name):
    done = run("score", name, stdin=b"{}")
    assert (done.returncode, lines(done)[0]["version"]) == (0, "1.0.0")


@pytest.mark.parametrize("name", ["nobody", "pcl-5@9.9.9", "pcl-5@", "../pcl-5"])
def test_an_unknown_key_is_2(name):
    done = run("score", name, stdin=b"{}")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Known: gad-7" in done.stderr


def test_needs_no_django():
    done = run("score", "pcl-5", stdin=b"{}", program=[sys.executable, "-c", REFUSE_DJANGO])
    assert (done.returncode, len(lines(done))) == (0, 1), done.stderr


def test_results_come_as_the_lines_do():
    """A program may ask and wait for the answer before it asks again."""
    with subprocess.Popen([*RUN, "score", "gad-7"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        for _ in range(3):
            running.stdin.write(b'{"q1": 1}\n')
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["problems"] == []
        running.stdin.close()
        assert running.wait(timeout=30) == 0


def test_help_names_every_command_that_needs_no_database(capsys):
    for arguments in (["--help"], ["help"], []):
        cli.main(arguments)
        printed = capsys.readouterr().out
        assert all(f"    {name} " in printed for name in cli.PLAIN)
        assert "migrate" in printed


def test_help_about_one_command(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["help", "score"])
    assert ended.value.code == 0
    assert "KEY[@VERSION]" in capsys.readouterr().out

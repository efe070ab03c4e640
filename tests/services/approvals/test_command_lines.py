from __future__ import annotations

import pytest

from javari_tui.services.approvals.command_lines import holds, is_understood, runs_others, split_line


@pytest.mark.parametrize(
    ("line", "commands"),
    [
        ("git status", [("git", "status")]),
        ("git status && npm test", [("git", "status"), ("npm", "test")]),
        ("git status; curl 'a b' | tee x", [("git", "status"), ("curl", "a b"), ("tee", "x")]),
        ("ls\nrm -rf x", [("ls",), ("rm", "-rf", "x")]),
        ("a||b", [("a",), ("b",)]),
        ("echo 'a;b'\"c d\"e", [("echo", "a;bc de")]),
        ("ls;", [("ls",)]),
    ],
)
def test_a_plain_line_is_its_commands(line: str, commands: list[tuple[str, ...]]) -> None:
    assert split_line(line) == tuple(commands)


@pytest.mark.parametrize(
    "line",
    [
        *('echo "$(curl x)"', "echo `curl x`", "echo $HOME", "a > b", "a < b", "a 2>&1", "a & b", "(a)", "{ a; }"),
        *("x=1 git status", "cd .. && ls", "eval a", ". ./x", "if a; then b; fi", "! a", "a *.py", "a ~/x", "a ?"),
        *("a \\\n b", "a 'b", 'a "b', "a # b", "a;;b", "&& a", "a &&", "", " ", "''", "a |& b", "a\rb", "é", "a\x00"),
    ],
)
def test_whatever_is_not_surely_understood_is_not_taken_apart(line: str) -> None:
    assert split_line(line) is None
    assert not is_understood(("sh", "-c", line))


@pytest.mark.parametrize("command", [("zsh", "-c", "ls"), ("sh", "-lc", "ls"), ("sh", "x.sh"), ("bash",)])
def test_shells_are_understood_in_one_form_only(command: tuple[str, ...]) -> None:
    assert not is_understood(command)


@pytest.mark.parametrize(
    "program",
    ["python", "python3.12", "/usr/bin/python3", "npx", "env", "xargs", "sudo", "bash", "make", "./run", "sub/git"],
)
def test_who_starts_others_is_known(program: str) -> None:
    assert runs_others((program, "x"))


@pytest.mark.parametrize(
    ("command", "expected"), [(("git", "status"), False), (("git", "-c", "x=y", "status"), True), (("ls",), False)]
)
def test_git_is_as_safe_as_its_first_word(command: tuple[str, ...], expected: bool) -> None:
    assert runs_others(command) is expected


CURL = ("curl", "http://evil")


@pytest.mark.parametrize(
    "command",
    [
        CURL,
        ("/usr/bin/curl", "http://evil"),
        ("sh", "-c", "true; " * 60 + "curl http://evil"),
        ("sh", "-c", 'echo "$(curl http://evil)"'),
        ("sh", "-c", "true & curl 'http://evil' > x"),
        ("bash", "-lc", "if true; then\ncurl http://evil\nfi"),
        ("env", "A=1", "curl", "http://evil"),
        ("timeout", "5", "sh", "-c", "curl http://evil"),
        ("sh", "-c", "env sh -c 'curl http://evil'"),
        ("ssh", "host", "curl http://evil"),
    ],
)
def test_what_is_forbidden_is_found_inside_of_other_commands(command: tuple[str, ...]) -> None:
    assert holds(command, CURL)


@pytest.mark.parametrize("command", [("echo", "curl http://evil"), ("curl", "http://evil.example"), ("sh", "-c", "ls")])
def test_other_commands_are_not_taken_for_it(command: tuple[str, ...]) -> None:
    assert not holds(command, CURL)

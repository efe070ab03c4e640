from __future__ import annotations

from javari_tui.domain.private_keys import private_lines

BEGIN, END = "-----BEGIN EC PRIVATE KEY-----", "-----END EC PRIVATE KEY-----"


def test_only_the_lines_of_a_key_are_told_and_the_program_around_it_is_not() -> None:
    assert list(private_lines([BEGIN, "MHcCAQEE", "", "oAoG=", END, "MHcCAQEE"])) == [1, 3]
    assert list(private_lines([f'K = """{BEGIN}', "MHcCAQEE", END, '"""', "word"])) == [1]
    assert list(private_lines([f'BEGIN = "{BEGIN}"', "", "def read(lines):", "    pass"])) == []
    assert list(private_lines([f"{BEGIN}\\nMHc\\n{END}", "word"])) == []
    assert list(private_lines([BEGIN, "MHcCAQEE"])) == [1]

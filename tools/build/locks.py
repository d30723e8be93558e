"""Renew requirements-*.txt from requirements-*.in: pinned versions with their hashes.

Uses uv, in an environment of its own under .build/, since only the one who renews the locks needs
it.  package-lock.json is npm's: `npm install --package-lock-only` renews that one.
"""

import sys

from .common import ROOT, WORK, run, say

#: Every name of the lock file is an exact version, so the tool that writes it is one, too.
UV = "uv==0.13.9"


def renew() -> int:
    """Write the lock files anew; return the exit status."""
    home = WORK / "lock-venv"
    say("Installing uv ...")
    run([sys.executable, "-m", "venv", home], "making an environment for uv")
    run([home / "bin" / "pip", "install", "--quiet", UV], "installing uv")
    for name in ("dev", "site", "packages"):
        say(f"Writing requirements-{name}.txt ...")
        run([home / "bin" / "uv", "pip", "compile", "--quiet", "--universal", "--upgrade",
             "--python-version", "3.13", "--generate-hashes", "--no-header", "--no-annotate",
             "--no-emit-index-url", f"requirements-{name}.in", "-o", f"requirements-{name}.txt"],
            f"renewing requirements-{name}.txt", cwd=ROOT)
    return 0

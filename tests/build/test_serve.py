"""`build.py serve`: prints its address, serves the site there, and ends when told."""

import re
import signal
import subprocess
import sys
import urllib.request

import pytest

from tools.build.common import ROOT


def heed_interrupts():
    """A test run in the background ignores SIGINT, and so would what it starts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def served(site_folder):
    """The running command, and the address that it printed."""
    process = subprocess.Popen([sys.executable, "build.py", "serve", "--port", "0"], cwd=ROOT,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                               preexec_fn=heed_interrupts)
    for line in process.stdout:
        found = re.search(r"http://\S+", line)
        if found:
            break
    else:
        pytest.fail("serve printed no address")
    yield process, found.group()
    process.kill()
    process.wait()
    process.stdout.close()


def test_serves_the_site_at_the_printed_address_until_interrupted(served):
    process, address = served
    with urllib.request.urlopen(address) as answer:
        assert b"<title>" in answer.read()
    with urllib.request.urlopen(address + "runtime/manifest.json") as answer:
        assert answer.headers["Content-Type"] == "application/json"
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0
    assert process.stdout.read().strip() == "stopped"


def test_a_taken_port_is_one_sentence(served):
    port = served[1].rstrip("/").rpartition(":")[2]
    result = subprocess.run([sys.executable, "build.py", "serve", "--port", port], cwd=ROOT,
                            capture_output=True, text=True, timeout=120, check=False)
    assert result.returncode == 1
    assert result.stderr.startswith(f"build.py: cannot listen on 127.0.0.1:{port}")
    assert "Traceback" not in result.stderr

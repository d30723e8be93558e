"""Runs in Pyodide, when the memory image is made and at every ordinary start, to load the VM.

What is imported here is in the image, so that a start from the image need not import it again, and what
has been run once need not be set up again: the static types stay ready.  Only what the first step of a
program needs belongs here: each megabyte is downloaded by everyone.
"""

import vm.probe.protocol
import vm.python.generated_stepping  # noqa: F401 - the evaluator that a session runs
from vm.probe.session import Session

_session = Session()
_session.load("pass")
_session.run()
_session.discard()
del _session

"""Runs in Pyodide, when the memory image is made and at every ordinary start, to load the VM.

What is imported here is in the image, and so is the runtime that has been started for the first program: a
start from the image does neither again.  Only what the first step of a program needs belongs here: each
megabyte is downloaded by everyone.
"""

import vm.probe.protocol
import vm.python.generated_stepping  # noqa: F401 - the evaluator that a session runs
from vm.probe.engine import prepare

prepare("main.py")

"""Runs in Pyodide, when the memory image is made and at every ordinary start, to load the VM.

What is imported here is in the image, so that a start from the image need not import it again.
Only what the first step of a program needs belongs here: each megabyte is downloaded by everyone.
"""

import vm.probe.protocol  # noqa: F401

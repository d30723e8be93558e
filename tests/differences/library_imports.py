"""Modules of the standard library that are written in Python cannot be imported yet.

Why: import covers built-in modules only until importlib runs in the VM.
Gone when: the runtime runs importlib and the library on top of it.
"""

from __future__ import annotations

import collections

print(collections.Counter("abca").most_common(1))

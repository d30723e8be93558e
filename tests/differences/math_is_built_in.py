"""`math` is a built-in module here, and a file beside the library in most builds of CPython.

Why: the VM's modules are part of it; a statically linked CPython says the same as the VM.
Gone when: never; the place of the module is the only thing that differs.
"""

try:
    from math import no_such_name
except ImportError as error:
    print(error.path, error)

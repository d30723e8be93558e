"""What CPython keeps in Objects/ and Include/: one module per C file."""

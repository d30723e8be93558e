"""What CPython keeps in Modules/: the built-in extension modules."""

try:
    raise OSError(5, "disk")
except OSError as cause:
    eg = ExceptionGroup("g", [ValueError(i) for i in range(17)])
    eg.add_note("a note on the group")
    raise eg from cause

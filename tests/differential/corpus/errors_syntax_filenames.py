# A SyntaxError shows whatever stands for its file name.
import sys
for name in (b"bytes", b"", "", None, 5, ["x"]):
    for line in (3, None):
        try: raise SyntaxError("m", (name, line, 1, "text"))
        except SyntaxError: sys.excepthook(*sys.exc_info())
        e = SyntaxError("m"); e.filename = name
        sys.excepthook(SyntaxError, e, None)

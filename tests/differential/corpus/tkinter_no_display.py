"""tkinter on a machine without a display."""
import os

os.environ.pop("DISPLAY", None)
import _tkinter
import tkinter
import tkinter.ttk
import turtle

print(tkinter.TkVersion, tkinter.TclVersion, _tkinter.ALL_EVENTS, tkinter.READABLE, _tkinter.DONT_WAIT)
print(_tkinter.TclError.__mro__, _tkinter.TclError.__basicsize__)
deep = [1]
for _ in range(1000):
    deep = [deep]


class Sized:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n

    def __getitem__(self, i):
        return i


for call in (
    tkinter.Tk, lambda: tkinter.Tk(sync=1), lambda: turtle.forward(1), tkinter.Label,
    lambda: _tkinter.create(1), lambda: _tkinter.create(None, 2), lambda: _tkinter.create(None, "", None),
    lambda: _tkinter.create(None, "", "", 0, "a"), lambda: _tkinter.create(None, "", "", 0, 0, 1, 0, 8),
    lambda: _tkinter.create("a\0b"), lambda: _tkinter.create(*[None] * 9),
    lambda: _tkinter.create(screenName=None), _tkinter.TkappType, _tkinter.TkttType, _tkinter.Tcl_Obj,
    lambda: _tkinter._flatten((1, [2, None, (3, [])], None, "ab", {4})), lambda: _tkinter._flatten([]),
    lambda: _tkinter._flatten(deep), lambda: _tkinter._flatten([deep]), lambda: _tkinter._flatten(Sized(0)),
    lambda: _tkinter._flatten(Sized(2)), lambda: _tkinter._flatten(""), lambda: _tkinter._flatten(5),
    lambda: tkinter._cnfmerge(({"a": 1}, {"b": 2})), _tkinter.getbusywaitinterval,
    lambda: _tkinter.setbusywaitinterval(-1), lambda: _tkinter.setbusywaitinterval("a"),
    lambda: _tkinter.setbusywaitinterval(7), _tkinter.getbusywaitinterval,
    lambda: _tkinter.setbusywaitinterval(20), lambda: tkinter.StringVar(),
):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e)

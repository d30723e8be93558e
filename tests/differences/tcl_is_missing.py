"""There is no Tcl: tkinter can be imported, and says so.

1. What differs: tkinter.Tcl() fails with TclError, and the types of _tkinter have no methods.
2. Why: Tcl and Tk are two large libraries of C, with an interpreter of their own; and what runs in a page, or is watched,
   has no display.
3. What would remove it: nothing; it is on purpose.
"""

import tkinter

try:
    print(tkinter.Tcl().eval("expr 1 + 1"))
except tkinter.TclError as err:
    print(err)

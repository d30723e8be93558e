"""iter() of a released memoryview is a ValueError.

CPython 3.13.0 forgets to look whether the length could be had, makes the iterator all the same and ends in
"SystemError: <built-in function iter> returned a result with an exception set". The VM raises the exception
that was set. Nothing but that bug on our side would remove the difference.
"""

m = memoryview(b"abc")
m.release()
try:
    iter(m)
except Exception as e:
    print(type(e).__name__, e)

"""iter() of a released memoryview is a ValueError; CPython 3.13.0 says SystemError.

Why: CPython forgets to look whether the length could be had, makes the iterator all the same and ends in
"SystemError: <built-in function iter> returned a result with an exception set". The VM raises the exception
that was set.

What would remove it: the same slip on our side, or the version of CPython that mends it.
"""

m = memoryview(b"abc")
m.release()
try:
    iter(m)
except Exception as e:
    print(type(e).__name__, e)

"""`open` is not there yet.

Why: the guest has no file system so far; its files come with the runtime (io and posix).
Gone when: the guest's own file system and `io` exist.
"""

try:
    print(open.__name__)
except NameError as error:
    print(error)

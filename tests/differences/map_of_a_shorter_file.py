"""A map whose file has become shorter: an OSError where CPython's process dies.

1. What differs: the use of memory that the file no longer has raises OSError [Errno 14] from mmap's methods, as CPython
   raises one on Windows; a memoryview of it has zeros. On Linux CPython's process dies of SIGBUS.
2. Why: the process is the VM's, and on the page it is the page's; so no file is really mapped (vm/host/mappings.py).
3. What would remove it: nothing; it is on purpose.
"""

import mmap
import tempfile

with tempfile.TemporaryFile() as file:
    file.write(b"x" * 5000)
    file.flush()
    with mmap.mmap(file.fileno(), 0) as found:
        file.truncate(0)
        try:
            print(found[4999])
        except OSError as err:
            print(err)

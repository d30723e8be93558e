"""A guest has no other processes and no network.

1. What differs: subprocess, os.fork and names of other machines fail: OSError [Errno 38], AttributeError, gaierror.
2. Why: what runs in a page, or is watched, is alone on its machine. Sockets have their other end in the same program.
3. What would remove it: nothing; it is on purpose.
"""

import subprocess
import sys

try:
    print(subprocess.run([sys.executable, "-c", "print('child')"], capture_output=True, check=False).returncode)
except OSError as err:
    print(err)

"""tracemalloc cannot be turned on.

1. What differs: tracemalloc.start() raises RuntimeError.
2. Why: blocks of memory are the host's; the VM gives addresses on demand (decision 5) and keeps no books of sizes
   and places.
3. What would remove it: a hook in the allocation of objects that notes size and frame.
"""

import tracemalloc

try:
    tracemalloc.start()
    print(tracemalloc.is_tracing())
except RuntimeError as err:
    print(err)

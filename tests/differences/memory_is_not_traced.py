"""tracemalloc cannot be turned on.

tracemalloc.start() raises RuntimeError.
Why: blocks of memory are the host's; the VM gives addresses on demand (decision 5) and keeps no books of sizes
   and places.
Removed by: A hook in the allocation of objects that notes size and frame would remove it.
"""

import tracemalloc

try:
    tracemalloc.start()
    print(tracemalloc.is_tracing())
except RuntimeError as err:
    print(err)

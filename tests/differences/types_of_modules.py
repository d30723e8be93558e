"""Reference counts of the types of extension modules.

1. What differs: ``sys.getrefcount(itertools.chain)`` shows an immortal object, and the type is not tracked.
2. Why: CPython makes these types anew for each interpreter (heap types from specs), and each instance holds a
   reference; in the VM they are static data that shows the flags, sizes and dicts of heap types.
3. What would remove it: making them in the module's init function, and counting them in every allocation.
"""

import gc
import itertools
import sys

print(sys.getrefcount(itertools.chain) < 2**20, gc.is_tracked(itertools.chain))

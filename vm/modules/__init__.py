"""The built-in modules: what CPython has in Modules/. The table models Modules/config.c.

A row names the module's init function as "file:function"; the file is imported when the guest first imports
the module. The init function takes nothing and returns the module object (a new reference).
"""

from __future__ import annotations

#: _PyImport_Inittab: guest module name -> where its init function is.
PyImport_Inittab: dict[str, str] = {
    "_collections": "vm.modules._collectionsmodule:PyInit__collections",
    "_functools": "vm.modules._functoolsmodule:PyInit__functools",
    "_operator": "vm.modules._operator:PyInit__operator",
    "_thread": "vm.modules._threadmodule:PyInit__thread",
    "_weakref": "vm.modules._weakref:PyInit__weakref",
    "errno": "vm.modules.errnomodule:PyInit_errno",
    "gc": "vm.modules.gcmodule:PyInit_gc",
    "itertools": "vm.modules.itertoolsmodule:PyInit_itertools",
    "math": "vm.modules.mathmodule:PyInit_math",
    "time": "vm.modules.timemodule:PyInit_time",
}

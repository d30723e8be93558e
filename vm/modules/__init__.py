"""The built-in modules: what CPython has in Modules/. The tables model Modules/config.c.

A row names the module's init function as "file:function"; the file is imported when the guest first imports
the module. The init function takes nothing and returns the module object (a new reference).
"""

from __future__ import annotations

#: _PyImport_Inittab: guest module name -> where its init function is.
PyImport_Inittab: dict[str, str] = {
    "_abc": "vm.modules._abc:PyInit__abc",
    "_codecs": "vm.modules._codecsmodule:PyInit__codecs",
    "_collections": "vm.modules._collectionsmodule:PyInit__collections",
    "_functools": "vm.modules._functoolsmodule:PyInit__functools",
    "_imp": "vm.python.import_imp:PyInit__imp",
    "_io": "vm.modules._iomodule:PyInit__io",
    "_operator": "vm.modules._operator:PyInit__operator",
    "_stat": "vm.modules._stat:PyInit__stat",
    "_thread": "vm.modules._threadmodule:PyInit__thread",
    "_typing": "vm.modules._typingmodule:PyInit__typing",
    "_warnings": "vm.python.warnings_:PyInit__warnings",
    "_weakref": "vm.modules._weakref:PyInit__weakref",
    "errno": "vm.modules.errnomodule:PyInit_errno",
    "gc": "vm.modules.gcmodule:PyInit_gc",
    "itertools": "vm.modules.itertoolsmodule:PyInit_itertools",
    "marshal": "vm.python.marshal:PyMarshal_Init",
    "posix": "vm.modules.posixmodule:PyInit_posix",
    "time": "vm.modules.timemodule:PyInit_time",
}
#: Modules that are files of their own in most builds of CPython (lib-dynload), and so in the guest's library.
PyImport_Dynamictab: dict[str, str] = {
    "math": "vm.modules.mathmodule:PyInit_math",
}

"""The built-in modules: what CPython has in Modules/. The tables model Modules/config.c.

A row names the module's init function as "file:function"; the file is imported when the guest first imports
the module. The init function takes nothing and returns the module object (a new reference).
"""

from __future__ import annotations

#: _PyImport_Inittab: guest module name -> where its init function is.
PyImport_Inittab: dict[str, str] = {
    "_abc": "vm.modules._abc:PyInit__abc",
    "_ast": "vm.python.python_ast:PyInit__ast",
    "_codecs": "vm.modules._codecsmodule:PyInit__codecs",
    "_collections": "vm.modules._collectionsmodule:PyInit__collections",
    "_functools": "vm.modules._functoolsmodule:PyInit__functools",
    "_locale": "vm.modules._localemodule:PyInit__locale",
    "_imp": "vm.python.import_imp:PyInit__imp",
    "_io": "vm.modules._iomodule:PyInit__io",
    "_operator": "vm.modules._operator:PyInit__operator",
    "_signal": "vm.modules.signalmodule:PyInit__signal",
    "_sre": "vm.modules._sre:PyInit__sre",
    "_stat": "vm.modules._stat:PyInit__stat",
    "_string": "vm.modules._stringmodule:PyInit__string",
    "_symtable": "vm.modules.symtablemodule:PyInit__symtable",
    "_thread": "vm.modules._threadmodule:PyInit__thread",
    "_tokenize": "vm.modules._tokenize:PyInit__tokenize",
    "_typing": "vm.modules._typingmodule:PyInit__typing",
    "_warnings": "vm.python.warnings_:PyInit__warnings",
    "_weakref": "vm.modules._weakref:PyInit__weakref",
    "atexit": "vm.modules.atexitmodule:PyInit_atexit",
    "errno": "vm.modules.errnomodule:PyInit_errno",
    "faulthandler": "vm.modules.faulthandler:PyInit_faulthandler",
    "gc": "vm.modules.gcmodule:PyInit_gc",
    "itertools": "vm.modules.itertoolsmodule:PyInit_itertools",
    "marshal": "vm.python.marshal:PyMarshal_Init",
    "posix": "vm.modules.posixmodule:PyInit_posix",
    "pwd": "vm.modules.pwdmodule:PyInit_pwd",
    "time": "vm.modules.timemodule:PyInit_time",
}
#: Modules that are files of their own in most builds of CPython (lib-dynload), and so in the guest's library.
PyImport_Dynamictab: dict[str, str] = {
    "_blake2": "vm.modules._hashes:PyInit__blake2",
    "_codecs_cn": "vm.modules.multibytecodec:PyInit__codecs_cn",
    "_codecs_hk": "vm.modules.multibytecodec:PyInit__codecs_hk",
    "_codecs_iso2022": "vm.modules.multibytecodec:PyInit__codecs_iso2022",
    "_codecs_jp": "vm.modules.multibytecodec:PyInit__codecs_jp",
    "_codecs_kr": "vm.modules.multibytecodec:PyInit__codecs_kr",
    "_codecs_tw": "vm.modules.multibytecodec:PyInit__codecs_tw",
    "_contextvars": "vm.modules._contextvarsmodule:PyInit__contextvars",
    "_csv": "vm.modules._csv:PyInit__csv",
    "_md5": "vm.modules._hashes:PyInit__md5",
    "_multibytecodec": "vm.modules.multibytecodec:PyInit__multibytecodec",
    "_opcode": "vm.modules._opcode:PyInit__opcode",
    "_posixsubprocess": "vm.modules._posixsubprocess:PyInit__posixsubprocess",
    "_queue": "vm.modules._queuemodule:PyInit__queue",
    "_random": "vm.modules._randommodule:PyInit__random",
    "_sha1": "vm.modules._hashes:PyInit__sha1",
    "_sha2": "vm.modules._hashes:PyInit__sha2",
    "_sha3": "vm.modules._hashes:PyInit__sha3",
    "_socket": "vm.modules.socketmodule:PyInit__socket",
    "_statistics": "vm.modules._statisticsmodule:PyInit__statistics",
    "_struct": "vm.modules._struct:PyInit__struct",
    "_testinternalcapi": "vm.modules._testinternalcapi:PyInit__testinternalcapi",
    "array": "vm.modules.arraymodule:PyInit_array",
    "binascii": "vm.modules.binascii:PyInit_binascii",
    "cmath": "vm.modules.cmathmodule:PyInit_cmath",
    "fcntl": "vm.modules.fcntlmodule:PyInit_fcntl",
    "grp": "vm.modules.pwdmodule:PyInit_grp",
    "math": "vm.modules.mathmodule:PyInit_math",
    "pyexpat": "vm.modules.pyexpat:PyInit_pyexpat",
    "select": "vm.modules.selectmodule:PyInit_select",
    "unicodedata": "vm.modules.unicodedata:PyInit_unicodedata",
    "zlib": "vm.modules.zlibmodule:PyInit_zlib",
}

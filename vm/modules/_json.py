"""The _json module: what the library's json does in C. Models Modules/_json.c."""

from __future__ import annotations

from vm.modules._json_encoder import PyEncoderType, encoder_methods
from vm.modules._json_scanner import PyScannerType, scanner_methods
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.pycore_object import PyObject


def PyInit__json() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_json", (*encoder_methods, *scanner_methods))
    PyModule_AddObjectRef(module, "make_scanner", PyScannerType)
    PyModule_AddObjectRef(module, "make_encoder", PyEncoderType)
    return module

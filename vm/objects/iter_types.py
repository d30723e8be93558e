"""The iterator types of list, tuple and range by name: the evaluator steps the first and last by hand.

Their slots are filled by listiter.py, tupleobject.py and rangeobject.py. The bodies:
list_iterator and tuple_iterator have ``it_seq`` (owned; NULL at the end) and ``it_index``;
range_iterator has the host ints ``start`` (the next value), ``step`` and ``len`` (values left).
"""

from __future__ import annotations

from vm.objects.pycore_object import Py_TPFLAGS_HAVE_GC, static_type

PyListIter_Type = static_type("list_iterator", tp_flags=Py_TPFLAGS_HAVE_GC, tp_basicsize=32)
PyListRevIter_Type = static_type(
    "list_reverseiterator", tp_flags=Py_TPFLAGS_HAVE_GC, tp_basicsize=32)
PyTupleIter_Type = static_type("tuple_iterator", tp_flags=Py_TPFLAGS_HAVE_GC, tp_basicsize=32)
PyRangeIter_Type = static_type("range_iterator", tp_basicsize=40)
PyLongRangeIter_Type = static_type("longrange_iterator", tp_basicsize=40)

"""The itertools module. Models Modules/itertoolsmodule.c; the iterators are in the files itertools_*.py."""

from __future__ import annotations

from vm.modules.itertools_chain import chain_type, islice_type, zip_longest_type
from vm.modules.itertools_filter import (
    compress_type,
    dropwhile_type,
    filterfalse_type,
    starmap_type,
    takewhile_type,
)
from vm.modules.itertools_group import (
    _grouper_type,
    accumulate_type,
    batched_type,
    groupby_type,
    pairwise_type,
)
from vm.modules.itertools_infinite import count_type, cycle_type, repeat_type
from vm.modules.itertools_product import (
    combinations_type,
    cwr_type,
    permutations_type,
    product_type,
)
from vm.modules.itertools_tee import itertools_tee, tee_type, teedataobject_type
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.pycore_object import PyObject

itertools_methods = (
    PyMethodDef("tee", itertools_tee, "($module, iterable, n=2, /)"),
)


def PyInit_itertools() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("itertools", itertools_methods)
    for type_op in (
        accumulate_type, batched_type, chain_type, combinations_type, compress_type, count_type,
        cwr_type, cycle_type, dropwhile_type, filterfalse_type, groupby_type, _grouper_type,
        islice_type, pairwise_type, permutations_type, product_type, repeat_type, starmap_type,
        takewhile_type, tee_type, teedataobject_type, zip_longest_type,
    ):
        PyModule_AddObjectRef(module, type_op.value.tp_name.split(".")[-1], type_op)
    return module

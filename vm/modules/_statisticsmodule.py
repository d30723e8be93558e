"""The _statistics module. Models Modules/_statisticsmodule.c; the host's own does the arithmetic."""

from __future__ import annotations

import statistics as host
from typing import Any

from vm.modules.mathmodule import call_host, real
from vm.objects.getargs import converted
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_FromDefs
from vm.objects.pycore_object import PyObject


@converted(real, real, real)
def _statistics__normal_dist_inv_cdf(module: PyObject, p: Any, mu: Any, sigma: Any) -> PyObject:
    """``_normal_dist_inv_cdf(p, mu, sigma)``"""
    return call_host(host._normal_dist_inv_cdf, p, mu, sigma)


statistics_methods = (
    PyMethodDef("_normal_dist_inv_cdf", _statistics__normal_dist_inv_cdf,
                "($module, p, mu, sigma, /)"),
)


def PyInit__statistics() -> PyObject:
    """Make the module."""
    return PyModule_FromDefs("_statistics", statistics_methods)

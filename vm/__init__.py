"""PyOrrery's virtual machine: a working model of CPython 3.13 that can be stopped, opened and watched."""

__version__ = "0.1.0"

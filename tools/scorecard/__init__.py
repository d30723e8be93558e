"""CPython's own tests run on the VM, module by module, and counted: ``python -m tools.scorecard``."""

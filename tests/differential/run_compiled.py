"""Runs a program on the host from the code object that the VM's compiler makes of it: ``run_compiled.py FILE``."""

import ast
import sys
import types

from vm.python.code_object import code_to_host
from vm.python.compile_code import _PyAST_Compile


def main(path):
    """Run a program as ``python FILE`` would."""
    with open(path, "rb") as file:
        tree = ast.parse(file.read(), path)
    code = code_to_host(_PyAST_Compile(tree, path, 0, 0))
    sys.argv = [path]
    module = sys.modules["__main__"] = types.ModuleType("__main__")
    module.__file__ = path
    exec(code, vars(module))


main(sys.argv[1])

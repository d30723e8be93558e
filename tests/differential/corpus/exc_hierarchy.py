for name in ("BaseException", "Exception", "ValueError", "KeyError", "IndexError", "ZeroDivisionError", "OSError", "FileNotFoundError", "ModuleNotFoundError", "UnboundLocalError", "RecursionError", "NotImplementedError", "StopIteration", "GeneratorExit", "KeyboardInterrupt", "SystemExit", "UnicodeDecodeError", "TabError", "BrokenPipeError", "ExceptionGroup", "BaseExceptionGroup", "DeprecationWarning", "AssertionError", "OverflowError", "TimeoutError", "PythonFinalizationError"):
    cls = __builtins__.__dict__[name] if hasattr(__builtins__, "__dict__") else __builtins__[name]
    print(name, [c.__name__ for c in cls.__mro__])
print(IOError is OSError, EnvironmentError is OSError, issubclass(KeyError, LookupError))

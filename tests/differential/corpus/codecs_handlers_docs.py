# The handlers of coding errors have docstrings and signatures.
import codecs
import inspect

for name in ("strict", "ignore", "replace", "xmlcharrefreplace", "backslashreplace", "namereplace"):
    f = getattr(codecs, f"{name}_errors")
    print(f.__name__, f.__doc__, f.__text_signature__, f.__module__, inspect.signature(f))

try:
    from sys import versionn
except ImportError as e:
    import sys
    sys.excepthook(type(e), e, e.__traceback__)
try:
    math.sqrt(2)
except NameError as e:
    sys.excepthook(type(e), e, e.__traceback__)
import no_such_module_here

import importlib, importlib.util, os, shutil, sys, tempfile

root = tempfile.mkdtemp()
sys.path.insert(0, root)
sys.dont_write_bytecode = True


def write(name, text):
    path = os.path.join(root, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)


def shown(e):
    return f"{type(e).__name__}: {str(e).replace(root, 'ROOT')} name={getattr(e, 'name', None)!r}"


def attempt(code):
    try:
        exec(code, {"__name__": "attempt"})
    except Exception as e:
        print(code, "->", shown(e))
    else:
        print(code, "-> ok")


write("plain.py", "x = 1\nprint('plain runs', __name__, __file__.rpartition('/')[2], __spec__.name)\n")
write("pkg/__init__.py", "from . import a\nfrom .a import va\nprint('pkg', __package__, __path__ is not None)\n")
write("pkg/a.py", "from .sub import b\nva = b.vb + 1\n")
write("pkg/sub/__init__.py", "")
write("pkg/sub/b.py", "from .. import sub\nvb = 41\n")
write("pkg/bad.py", "from ....x import y\n")
write("space/one.py", "v = 1\n")
write("circle1.py", "import circle2\nx = 1\n")
write("circle2.py", "from circle1 import x\n")
write("circle3.py", "import circle4\nx = circle4.y\n")
write("circle4.py", "import circle3\ny = circle3.x\n")
write("broken.py", "def f(:\n")
write("raises.py", "import no_such_thing_here\n")
write("raises2.py", "1 / 0\n")
write("lazy.py", "def __getattr__(name):\n    if name == 'z': return 26\n    raise AttributeError(name)\n__all__ = ['p']\np = 1\n_q = 2\n")
import plain
import plain as again
print(plain is again, plain.__spec__.origin.replace(root, "ROOT"), plain.__cached__.rpartition("/")[2], repr(plain).replace(root, "ROOT"))
import pkg.sub.b
print(pkg.va, pkg.sub.b.vb, sorted(n for n in sys.modules if n.startswith("pkg")))
import space.one
print(space.one.v, space.__file__ is None, type(space.__path__).__name__, repr(space).replace(root, "ROOT")[:30])
for code in ("import circle1", "import circle3", "import broken", "import raises", "import raises2", "import pkg.bad", "import nope", "import pkg.nope",
             "import plain.x", "from plain import nope", "from pkg import nope", "from lazy import z", "from lazy import y", "from lazy import *; print(p)",
             "from . import x", "from ..x import y", "import ''", "__import__('')", "__import__('plain', level=-1)", "__import__(3)", "from space import two"):
    attempt(code)
write("plain.py", "x = 2222\nprint('reloaded')\n")
print(importlib.reload(plain).x, plain.x)
spec = importlib.util.find_spec("pkg.a")
print(spec.name, spec.parent, type(spec.loader).__name__, importlib.util.find_spec("not_there"))
sys.modules["halted"] = None
attempt("import halted")
del sys.modules["plain"]
import plain
print(plain.x, importlib.import_module(".sub", "pkg").__name__, importlib.util.resolve_name("..x", "a.b.c"))


class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "made_up":
            return importlib.util.spec_from_loader(name, Loader())


class Loader:
    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.answer = 42


sys.meta_path.append(Finder)
import made_up
print(made_up.answer, made_up.__loader__.__class__.__name__)
try:
    import raises2
except ZeroDivisionError as e:
    tb = e.__traceback__
    names = []
    while tb:
        names.append(tb.tb_frame.f_code.co_filename.rpartition("/")[2])
        tb = tb.tb_next
    print(names)
shutil.rmtree(root)
print(os.path.exists(root))

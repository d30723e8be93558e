import sys
class Out:
    def write(self, s): sys.__stdout__.write("[" + s + "]")
    def flush(self): pass
def hook(t, v, tb):
    print("hook", t.__name__, v, tb is v.__traceback__)
    print(sys.last_value is v, sys.last_exc is v, sys.last_type is t)
sys.excepthook = hook
class E(SystemExit):
    code = property(lambda s: 7)
class D:
    def __del__(self): print("module dict cleared", __name__, sys is None)
keep = D()
def f():
    try: sys.exit([1, 2])
    except SystemExit as e: print(e.code, e.args)
    try: raise SystemExit
    except BaseException as e: print(e.code)
    try: exit_like()
    finally: print("finally runs")
def exit_like(): raise E("ignored")
sys.stderr = Out()
f()

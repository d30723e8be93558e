import sys
seen = []
def hook(event, args):
    if event in ("exec", "compile", "code.__new__", "sys._getframe", "builtins.id", "sys.unraisablehook") or event.startswith("my"):
        seen.append((event, [type(a).__name__ for a in args]))
    if event == "my.stop": raise PermissionError("not allowed")
sys.addaudithook(hook)
sys.audit("my.event", 1, "two", None); sys.audit("my.none")
try: sys.audit("my.stop")
except PermissionError as e: print(e)
exec("a = 1"); eval("a"); compile("1", "name", "eval"); sys._getframe(); id(hook); hook.__code__.replace(co_name="q")
class D:
    def __del__(self): raise ValueError("del")
d = D(); del d
def refuse(event, args):
    if event == "sys.addaudithook": raise RuntimeError("no more hooks")
    if event == "compile" and blocking: raise SyntaxError("compile is blocked")
blocking = False
sys.addaudithook(refuse); sys.addaudithook(print); sys.audit("my.after")
blocking = True
for f in (lambda: eval("1"), lambda: exec("1"), lambda: compile("1", "f", "exec")):
    try: f()
    except SyntaxError as e: print(e)
blocking = False
for s in seen: print(*s)

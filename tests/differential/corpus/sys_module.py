import sys
print(sys.version_info[:2], sys.version_info.major, sys.maxsize, sys.byteorder, sys.getrecursionlimit(), sys.implementation.name, sys.platform, sys.maxunicode)
print(sys.argv[0] != "", isinstance(sys.path, list), "sys" in sys.modules, sys.modules["sys"] is sys, sys.float_info.max, sys.int_info.bits_per_digit, sys.flags.optimize, sys.hexversion >> 16)
sys.setrecursionlimit(500); print(sys.getrecursionlimit())
for f in (lambda: sys.setrecursionlimit(0), lambda: sys.setrecursionlimit("a"), lambda: sys.nope, lambda: sys.exit(1, 2), lambda: sys.intern(5), lambda: sys._getframe(100)):
    try: print(f())
    except Exception as e: print(type(e).__name__, "|", e)
print(sys.intern("abc") is sys.intern("abc"), sys._getframe().f_code.co_name, sys._getframe().f_lineno)
def f(): return sys._getframe(1).f_code.co_name, sys._getframe().f_back.f_lineno, sorted(sys._getframe().f_locals)
def caller(): x = f(); return x
print(caller()); sys.stdout.write("written\n"); print("to stderr", file=sys.stderr); sys.stdout.flush(); sys.stderr.write("also\n")
print(sys.getsizeof(0), sys.getsizeof(""), sys.getsizeof([]), sys.getsizeof(()), sys.getsizeof({}), sys.getsizeof("abc"), sys.getsizeof(2 ** 100), sys.getsizeof([1, 2]), sys.getsizeof(1.5), sys.getsizeof(b"ab"))

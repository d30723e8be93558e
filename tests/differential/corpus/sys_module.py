"""The sys module."""

import sys
def t(f,*a,**k):
    try: print('ok',repr(f(*a,**k)))
    except BaseException as e: print(type(e).__name__, e, e.args)
print(sys.maxsize, sys.byteorder, sys.platform, sys.version_info, sys.hexversion)
print(sys.version_info[:2], sys.version_info >= (3,8), sys.version_info.major, len(sys.version_info), type(sys.version_info))
print(sys.float_info, sys.int_info, sys.hash_info, sys.thread_info)
print(sys.implementation.name, sys.implementation.cache_tag)
print(sys.flags.optimize, sys.flags.hash_randomization)
t(type(sys.flags)); t(type(sys.version_info)); t(type(sys.float_info)) ; t(type(sys.float_info),(1,))
a=[]; print(sys.getrefcount(a)); b=a; print(sys.getrefcount(a)); print(sys.getrefcount(None), sys.getrefcount(1))
print(sys.getrecursionlimit()); t(sys.setrecursionlimit,0); t(sys.setrecursionlimit,'a'); t(sys.setrecursionlimit,2**40); sys.setrecursionlimit(500); print(sys.getrecursionlimit())
def r(n): return r(n+1)
try: r(0)
except RecursionError as e: print(e)
sys.setrecursionlimit(1000)
t(sys.exc_info); t(sys.exception)
try: 1/0
except ZeroDivisionError: print(sys.exc_info()[:2], sys.exception())
t(sys.exit); t(sys.exit,3); t(sys.exit,'bye'); t(sys.exit,(1,2)); t(sys.exit,None)
t(sys.intern,'abc'); t(sys.intern,5); print(sys.intern('x y') is sys.intern('x y'))
for o in (1,2**40,-1,0,1.5,'','abc','\u1234','\U00012345',b'',b'abc',(),(1,2),[],[1,2],{},{1:2},set(),{1},frozenset(),None,True,1j,range(3),slice(1),bytearray(b'abc'),print,len,int,object(),iter([]),Ellipsis,NotImplemented):
    print(type(o).__name__, sys.getsizeof(o))
class P: pass
print(sys.getsizeof(P()))
class Q:
    __slots__=('a','b')
print(sys.getsizeof(Q()))
def fn(): pass
print(sys.getsizeof(fn), sys.getsizeof(lambda:0), sys.getsizeof(P) > 100)
t(sys.getsizeof); t(sys.getsizeof,1,2,3)
class Z:
    def __sizeof__(self): return 'a'
t(sys.getsizeof,Z()); t(sys.getsizeof,Z(),5)
f=sys._getframe(); print(f.f_code.co_name, f.f_lineno); t(sys._getframe,100)
def who(): return sys._getframe(1).f_code.co_name
def caller(): return who()
print(caller())
print(sys.stdout.name, sys.stdout.encoding, sys.stdout.mode, sys.stdout.writable(), sys.stdout.fileno(), sys.stderr.errors)
print(sys.stdout.write('hi\n')); t(sys.stdout.write,5); sys.stdout.flush()
sys.stdout.writelines(['a','b\n']); print(type(sys.stdout), sys.stdout is sys.__stdout__)
print(sys.getdefaultencoding(), sys.getfilesystemencoding(), sys.getswitchinterval()); t(sys.setswitchinterval,0); t(sys.setswitchinterval,'a')
print(sys.get_int_max_str_digits()); t(int,'1'*5000); t(str,10**5000); t(sys.set_int_max_str_digits,5)
sys.set_int_max_str_digits(0); print(len(str(10**5000)))
print('math' in sys.builtin_module_names or True, 'sys' in sys.builtin_module_names, 'os' in sys.stdlib_module_names)
print(sorted(k for k in sys.modules if k in('sys','builtins','__main__')))
print(sys.gettrace(), sys.is_finalizing(), sys._is_gil_enabled())
sys.displayhook(5); sys.displayhook(None); import builtins; print(builtins._)
print(sys.argv[1:], type(sys.path), type(sys.modules))
class Out:
    def write(self,s): self.s=getattr(self,'s','')+s
o=Out(); old=sys.stdout; sys.stdout=o; print('captured',1); sys.stdout=old; print(repr(o.s))
sys.stdout=None; print('x'); sys.stdout=old
del sys.stdout
try: print('x')
except RuntimeError as e: sys.stdout=old; print(e)
print(sys.stdout.closed, sys.stdin.readable(), sys.stdout.isatty())
print(sys.getrefcount.__name__, sys.__name__, sys.copyright[:9])

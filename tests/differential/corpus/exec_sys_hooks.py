import sys
def t(fn,*a,**k):
    try: print(repr(fn(*a,**k))[:150])
    except BaseException as e: print(type(e).__name__, e, e.args)
seen=[]
def hook(u):
    seen.append((u.exc_type.__name__, str(u.exc_value), u.exc_traceback is not None, u.err_msg, getattr(u.object,'__qualname__',u.object)))
    print(type(u).__name__, len(u), u.__class__.__module__)
class D:
    def __del__(self): raise ValueError('in del')
class E:
    def __del__(self): return 1
d=D(); del d
sys.unraisablehook=hook
d=D(); del d
E_=E(); del E_
import _weakref
class X: pass
x=X(); r=_weakref.ref(x, lambda r: 1/0); del x
def g():
    try: yield
    finally: raise KeyError('gen')
i=g(); next(i); del i
print(seen); seen.clear()
t(sys.__unraisablehook__,1); t(sys.unraisablehook,*[1])
def bad(u): raise RuntimeError('bad hook')
sys.unraisablehook=bad; d=D(); del d
sys.unraisablehook=None; d=D(); del d
del sys.unraisablehook; d=D(); del d
sys.unraisablehook=sys.__unraisablehook__
t(sys.excepthook,1,2,3); t(sys.excepthook,ValueError,ValueError('x'),None); t(sys.excepthook)
try: 1/0
except ZeroDivisionError as e: tb=e.__traceback__; t(sys.excepthook,ValueError,ValueError('with tb'),tb); print(sys.exc_info()[0], sys.exception() is e)
print(sys.exc_info(), sys.exception())
t(sys._getframe,-1) ; t(sys._getframe,100); t(sys._getframe,'x'); t(sys._getframe,0,0); t(sys._getframemodulename); t(sys._getframemodulename,100); t(sys._getframemodulename,depth=0)
print(list(sys._current_frames().values())[0] is sys._getframe(), list(sys._current_exceptions().values()))
t(sys.getrefcount); t(sys.getrefcount,1,2); t(sys.getrefcount,[])
class S:
    def __sizeof__(self): return self.v
s=S(); s.v=10; t(sys.getsizeof,s); s.v=-1; t(sys.getsizeof,s); s.v='x'; t(sys.getsizeof,s); t(sys.getsizeof,s,7); s.v=2**70; t(sys.getsizeof,s); del s.v; t(sys.getsizeof,s); t(sys.getsizeof,s,default=3); t(sys.getsizeof); t(sys.getsizeof,1,2,3); t(sys.getsizeof,x=1); s.v=True; t(sys.getsizeof,s)
t(sys.intern,1); t(sys.intern,type('S',(str,),{})('a')); t(sys.intern); t(sys.intern,'q r'); t(sys._is_interned,'q r'); t(sys._is_interned,1); t(sys.intern, None)
t(sys.setrecursionlimit,0); t(sys.setrecursionlimit,'a'); t(sys.setrecursionlimit,2**40); t(sys.setrecursionlimit); t(sys.setrecursionlimit,1); t(sys.getrecursionlimit); t(sys.setrecursionlimit,-1)
t(sys.call_tracing,lambda a,b:a+b,(1,2)); t(sys.call_tracing,len,[1]); t(sys.call_tracing,len,None); t(sys.is_finalizing)
class R:
    def __repr__(self): return '\u1234R\udc80'
class R2:
    def __repr__(self): raise ValueError('norepr')
import builtins
t(sys.displayhook,5); print(builtins._); t(sys.displayhook,None); t(sys.displayhook); t(sys.displayhook,R2()); print(builtins._)
hooks=[]
ev=[]
def ah(event,args):
    if event.startswith('my') or event in('sys._getframe','exec','compile','code.__new__','builtins.id','sys.unraisablehook','sys.addaudithook','builtins.input','builtins.breakpoint'): ev.append((event,len(args)))
    if event=='my.raise': raise ValueError('audit says no')
t(sys.audit); t(sys.audit,1); sys.addaudithook(ah); t(sys.audit,'my.a',1,2); t(sys.audit,'my.raise'); t(sys.audit,1); t(sys.audit,x=1); t(sys.addaudithook); t(sys.addaudithook,1,2)
exec('1'); eval('1'); compile('1','f','eval'); sys._getframe(); id(1); (lambda:0).__code__.replace()
def bp(*a,**k): print('bp',a,k); return 'ret'
sys.breakpointhook=bp; t(breakpoint,1,x=2); del sys.breakpointhook; t(breakpoint); sys.breakpointhook=sys.__breakpointhook__
d=D(); del d
print(ev)
t(sys.exit,1); t(sys.exit,(1,2)); t(sys.exit); t(sys.exit,None); t(sys.exit,1,2); t(sys.exit,SystemExit(3))
t(sys.getswitchinterval); t(sys.setswitchinterval,0); t(sys.setswitchinterval,'x'); t(sys.setswitchinterval,-1.0)
t(sys.get_int_max_str_digits); t(sys.set_int_max_str_digits,3); t(sys.set_int_max_str_digits,'x'); t(sys.set_int_max_str_digits,maxdigits=5000); t(sys.getdefaultencoding); t(sys.getfilesystemencoding)

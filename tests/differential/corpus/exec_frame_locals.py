import sys
def t(fn,*a,**k):
    try: print(repr(fn(*a,**k))[:100])
    except BaseException as e: print(type(e).__name__, e)
def f(a,b=2,*c,**d):
    fr=sys._getframe(); L=fr.f_locals
    x=1
    def g(): return x,b
    print(type(L), L is fr.f_locals, L==fr.f_locals, len(L), list(L), L.keys(), sorted(map(str,L.items()))[:2])
    L['x']=5; print(x, g()); L['b']=7; print(b,g()); L['new']=1; print('new' in L, L['new'], 'new' in locals())
    t(L.__getitem__,'zz'); t(L.__delitem__,'x'); t(L.pop,'x') if hasattr(L,'pop') else print('nopop'); t(L.get); t(L.get,'x'); t(L.get,'q',3); t(L.setdefault,'q',4); t(L.setdefault,'x'); t(L.setdefault)
    t(L.update,{'x':9}); print(x); t(L.update,5); t(L.update, [(1,2)]); L|={'x':11}; print(x, L is fr.f_locals)
    t(lambda: L|{'m':1}); t(lambda: {'m':1}|L); t(lambda: L|5); t(L.copy); t(lambda: L=={}); t(lambda: L<L); t(lambda: L<{}); t(hash,L)
    t(lambda: L[[]]); t(lambda: [] in L); t(L.__setitem__,1,2); t(lambda: L[1]); t(lambda:list(reversed(L))); t(lambda:L.__reversed__())
    class S(str): pass
    t(lambda: L[S('x')]); L[S('x')]=12; print(x)
    t(type(L)); t(type(L),1); t(type(L),fr,x=1); t(type(L),fr)
    try: del y2
    except UnboundLocalError as e: print(e)
    y2=1
    print(fr.f_lineno-f.__code__.co_firstlineno, fr.f_lasti>0, fr.f_code is f.__code__, fr.f_back is sys._getframe(1), fr.f_globals is globals(), fr.f_builtins is __builtins__.__dict__)
    t(fr.clear); t(setattr,fr,'f_lineno',1);t(setattr,fr,'f_lineno','x');t(delattr,fr,'f_lineno'); t(setattr,fr,'f_locals',1); t(setattr,fr,'f_trace_lines',1); t(setattr,fr,'f_trace_lines',False); t(delattr,fr,'f_trace_lines'); print(fr.f_trace_lines)
    t(setattr,fr,'f_trace_opcodes',1); t(setattr,fr,'f_trace_opcodes',True); print(fr.f_trace_opcodes, fr.f_trace); fr.f_trace=print; print(fr.f_trace); del fr.f_trace; print(fr.f_trace)
    t(setattr,fr,'f_code',1); t(setattr,fr,'zz',1); t(fr.__sizeof__); t(sys.getsizeof,fr)
    del L
    return fr
fr=f(1)
print(repr(fr)); print(sorted(fr.f_locals)); fr.f_locals['x']=99; print(fr.f_locals['x'], fr.f_back, fr.f_lineno, fr.f_lasti>0)
print(fr.clear()); print(fr.f_locals, len(fr.f_locals)); fr.f_locals['x']=3; print(fr.f_locals); 
fr.clear()
print(sys.getrefcount(fr))
print(list(locals() for x in [1])[0].keys(), [list(locals().keys()-globals().keys()) for x in [1]], [type(sys._getframe().f_locals).__name__ for x in [1]])
class K:
    z=[sorted(locals()) for q in [1]]
    w=1
    print(sorted(locals()))
print(K.z)
def h():
    loc=locals(); q=1; loc['q']=5; print(q, locals() is loc, locals()); exec('q=7'); print(q); exec('r=7',globals(),loc); print(loc)
    print([locals() for i in range(1)], eval('locals()'), vars() is not loc, dir())
h()
def gen():
    a=1
    yield a
    b=2
    yield b
g=gen(); fr=g.gi_frame; print(fr.f_lasti, fr.f_lineno-gen.__code__.co_firstlineno, fr.f_back, fr.f_locals); t(next,g); print(fr.f_lasti, fr.f_lineno-gen.__code__.co_firstlineno, fr.f_locals); t(fr.clear); fr.f_locals['a']=22; print(fr.f_locals); g.close(); print(fr.f_locals, fr.f_lineno-gen.__code__.co_firstlineno, fr.f_lasti,g.gi_frame); t(fr.clear)
g=gen(); fr=g.gi_frame; t(fr.clear); print(g.gi_frame, fr.f_locals); t(next,g); print(fr.f_lasti)
g=gen(); fr=g.gi_frame; del g; print(fr.f_locals, fr.f_lasti, fr.f_code.co_name)
import gc; gc.collect()
def rec():
    return sys._getframe()
class Obj: pass
o=Obj(); print(sys.getrefcount(o))
def keep(p):
    fr=sys._getframe(); return fr
k=keep(o); print(sys.getrefcount(o)); print(k.f_locals['fr'] is k); k.clear(); print(sys.getrefcount(o)); del k

"""Special methods that return the wrong thing, raise, or are None."""

def t(f):
    try: r=f(); print('ok', type(r).__name__)
    except BaseException as e: print(type(e).__name__, str(e)[:80])
class X:
    def __len__(self): return -1
    def __bool__(self): return 5
    def __index__(self): return 'a'
    def __iter__(self): return 5
    def __hash__(self): return 'x'
    def __repr__(self): return 5
    def __str__(self): return 5
    def __format__(self,s): return 5
    def __contains__(self,o): raise KeyError(1)
    def __getitem__(self,i): raise IndexError
    def __length_hint__(self): return -1
    def __dir__(self): return 5
    def __round__(self,n=0): return self
    def __bytes__(self): return 'a'
    def __int__(self): return 'a'
    def __float__(self): return 'a'
    def __instancecheck__(self,o): raise ValueError('ic')
    def __call__(self): return self
x=X()
for f in (len,bool,iter,hash,repr,str,format,list,tuple,set,dict,sorted,sum,max,bytes,int,float,dir,round,hex,chr,range,abs,complex,ascii,print,any,enumerate,reversed,bytearray,ord,id): print(f.__name__, end=' '); t(lambda: f(x) and 1)
t(lambda: 1 in x); t(lambda: isinstance(1,x)); t(lambda: issubclass(int,x)); t(lambda: [1][x]); t(lambda: f'{x!r}'); t(lambda: f'{x}')
class Y:
    __len__=None; __iter__=None; __hash__=None; __contains__=None; __class__=property(lambda s: 1/0)
    def __getattr__(s,n): raise ValueError(n)
y=Y()
for f in (len,iter,hash,repr,list,bool,dir,vars): print(f.__name__, end=' '); t(lambda: f(y))
t(lambda: 1 in y); t(lambda: isinstance(y,int)); t(lambda: hasattr(y,'q')); t(lambda: getattr(y,'q',5))
class Z:
    def __lt__(s,o): raise RuntimeError('lt')
    def __eq__(s,o): raise RuntimeError('eq')
    __hash__=object.__hash__
t(lambda: sorted([Z(),Z()])); t(lambda: max(Z(),Z())); t(lambda: [Z()].index(Z())); t(lambda: Z() in [Z()]); t(lambda: {Z():1}=={Z():1})
class I:
    def __init__(s): s.n=0
    def __iter__(s): return s
    def __next__(s):
        s.n+=1
        if s.n>3: raise StopIteration(s.n)
        return s.n
print(list(I()),sum(I()),max(I()),any(I()),all(I()),tuple(I()),sorted(I()),set(I()),next(I()),[*I()],dict(zip(I(),I())), list(map(str,I())), list(filter(None,I())), 2 in I(), list(enumerate(I())))
class J(I):
    def __next__(s): raise ZeroDivisionError
for f in (list,sum,max,any,all,tuple,sorted,set,next): t(lambda: f(J()))
def g():
    yield 1
    raise KeyError('g')
for f in (list,sum,max,all,tuple,sorted,set): t(lambda: f(g()))

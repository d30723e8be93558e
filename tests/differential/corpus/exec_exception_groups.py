import sys
def t(fn,*a,**k):
    try: print(repr(fn(*a,**k))[:200])
    except BaseException as e: print(type(e).__name__, e, e.args)
EG,BG=ExceptionGroup,BaseExceptionGroup
for c in (EG,BG):
    for a in ((),('m',),('m',[]),(1,[ValueError()]),('m',[1]),('m',(ValueError(1),)),('m',[KeyboardInterrupt()]),('m',5),('m',{ValueError()}),('m',iter([ValueError()])),('m',[ValueError],),('m',[ValueError()],3),(None,[ValueError()])):
        t(c,*a)
    t(c,'m',[ValueError()],x=1)
g=EG('top',[ValueError(1),EG('in',[TypeError(2),KeyError('k'),EG('deep',[ValueError(3)])]),OSError(5)])
print(g.message,g.exceptions,len(g.exceptions),str(g),repr(g)); t(setattr,g,'message',1); t(setattr,g,'exceptions',()); g.add_note('n'); g.__cause__=KeyError('c')
for m in (ValueError,(ValueError,TypeError),(),Exception,EG,lambda e:isinstance(e,KeyError),5,(1,),[ValueError],int,lambda e:1/0, KeyboardInterrupt):
    t(g.split,m); t(g.subgroup,m)
a,b=g.split(ValueError); print(a,a.__notes__,a.__notes__ is g.__notes__,a.__cause__,b.exceptions,a.exceptions[1].message)
class MyG(EG):
    def __new__(cls,msg,excs,extra=None):
        self=super().__new__(cls,msg,excs); self.extra=extra; return self
    def derive(self,excs): return MyG(self.message,excs,self.extra)
m=MyG('mm',[ValueError(1),TypeError(2)],'x'); a,b=m.split(ValueError); print(type(a).__name__,a.extra,b.extra,b)
class Bad1(EG):
    def derive(self,excs): return 5
t(Bad1('b',[ValueError(1),TypeError(2)]).split,ValueError)
def run(exc, body):
    ns={'exc':exc,'print':print,'ValueError':ValueError}
    try: exec(body,ns); print('done')
    except BaseException as e: show(e)
def show(e,ind='  '):
    print(ind,type(e).__name__,e,'ctx',repr(e.__context__)[:60],'cause',repr(e.__cause__)[:60],e.__suppress_context__, e.__traceback__ is not None)
    for s in getattr(e,'exceptions',()): show(s,ind+'  ')
B1='''
try: raise exc
except* ValueError as e: print('V',e.exceptions if hasattr(e,'exceptions') else e)
except* (TypeError,KeyError) as e: print('TK',e.exceptions)
'''
for x in (g,ValueError('naked'),TypeError('nt'),OSError('os'),EG('e',[ValueError(1)]),BG('b',[KeyboardInterrupt(),ValueError(2)])): run(x,B1)
B2='''
try: raise exc
except* ValueError as e: raise
except* TypeError as e: raise KeyError('new') from e
except* OSError: 1/0
else: print('else')
finally: print('fin')
'''
for x in (g,ValueError('naked'),EG('e',[ValueError(1),TypeError(2)])): run(x,B2)
run(EG('e',[ValueError(1)]),"try: raise exc\nexcept* ExceptionGroup: pass")
run(EG('e',[ValueError(1)]),"try: raise exc\nexcept* (ValueError,ExceptionGroup): pass")
run(EG('e',[ValueError(1)]),"try: raise exc\nexcept* 5: pass")
run(EG('e',[ValueError(1)]),"try: raise exc\nexcept* ValueError as e: raise e")
run(EG('e',[ValueError(1)]),"try: raise exc\nexcept* ValueError as e: raise e.exceptions[0]")
run(EG('e',[ValueError(1)]),"try: raise exc\nexcept* ValueError as e: raise ExceptionGroup('n',[e])")
run(None,"try: pass\nexcept* ValueError as e: raise e\nelse: print('E')")
t(g.derive,[ValueError()]); t(g.derive,[]); t(g.derive,5); t(g.derive); t(EG[int].__origin__.__name__ if 0 else lambda: EG[int])
e=EG('q',[ValueError()]); print(e.__reduce__()); t(EG.__new__); t(EG.__new__,int,'a',[]); t(BG.__new__,EG,'m',[KeyboardInterrupt()])
class G2(BG): pass
t(G2,'m',[ValueError()]); t(G2,'m',[KeyboardInterrupt()])
class G3(BG,ValueError): pass
t(G3,'m',[ValueError()]); t(G3,'m',[KeyboardInterrupt()])
l=[ValueError(1)]; e=EG('q',l); l.append(5); print(e.exceptions, e.args)
import gc
class N(EG): __slots__=()
print(N('a',[N('b',[ValueError()])]).split(KeyError))
d=ValueError('bottom')
for i in range(300): d=EG(str(i),[d])
print(d.split(ValueError)[1], d.subgroup(KeyError)); n=0
x=d
while hasattr(x,'exceptions'): x=x.exceptions[0]; n+=1
print(n)

"""Every function of _operator with right and wrong arguments."""

import _operator as o
def t(f,*a,**k):
    try: print(getattr(f,'__name__',f), repr(f(*a,**k)))
    except BaseException as e: print(type(e).__name__, e)
vals=(3,2.5,'ab',[1,2],None,True)
for n in sorted(dir(o)):
    if n.startswith('_'): continue
    f=getattr(o,n)
    for a in ((), (3,), (3,2), ('ab',1), ([1,2],[3]), ([1,2],0), (None,1), ([1,2],0,9), ('a','b','c')):
        a=tuple(x.copy() if isinstance(x,list) else x for x in a)
        if n in('itemgetter','attrgetter','methodcaller'): 
            t(f,*a); continue
        t(f,*a)
g=o.itemgetter(1); print(g([1,2]), o.itemgetter(0,'x') and o.itemgetter(0,1)('ab'), g)
class A:
    class B: c=5
    def m(self,x,y=0): return (x,y)
print(o.attrgetter('B.c')(A), o.attrgetter('B','B.c')(A)[1], o.methodcaller('m',1,y=2)(A()), o.methodcaller('m',1,y=2))
t(o.attrgetter('z'),A); t(o.itemgetter(5),[1]); t(o.itemgetter(5)); t(o.attrgetter('a'),1,2); t(o.methodcaller('q'),1)
class L:
    def __length_hint__(s): return 7
t(o.length_hint,L()); t(o.length_hint,5,3); t(o.length_hint,5,'a'); t(o.call,max,1,2); t(o.call); t(o.countOf,[1,1,2],1); t(o.indexOf,[1,2],2); t(o.indexOf,[1],5)
print(sorted([(2,'a'),(1,'b')],key=o.itemgetter(1)), sorted([A(),A()],key=o.attrgetter('B.c')) and 1)

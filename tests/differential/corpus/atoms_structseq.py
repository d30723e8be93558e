"""Struct sequences: tables of their types, construction, copies with changes."""

import sys,time,gc
for n in ('flags','version_info','float_info','int_info','hash_info','thread_info'):
    o=getattr(sys,n); t=type(o)
    print(n, list(vars(t)), t.n_fields,t.n_sequence_fields,t.n_unnamed_fields,t.__match_args__, sys.getsizeof(o), gc.is_tracked(o))
    try: t(range(4))
    except TypeError as e: print(e)
print(sys.flags.gil, sys.flags[:][-1], len(sys.flags))
g=time.gmtime(0)
print(list(vars(type(g))),g,gc.is_tracked(g),g.tm_zone,g.tm_gmtoff,sys.getsizeof(g),g.__reduce__())
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__,e)
T=time.struct_time
t(lambda:g.__replace__(tm_year=5,tm_zone='x').tm_zone)
t(lambda:g.__replace__(1))
t(lambda:g.__replace__(a=1,b=2))
t(lambda:T(range(8)))
t(lambda:T(range(12)))
t(lambda:T(range(9)).tm_zone)
t(lambda:T(range(10)).tm_zone)
t(lambda:T(range(10),{'tm_gmtoff':3}).tm_gmtoff)
t(lambda:T(range(10),{'tm_zone':3}).tm_gmtoff)
t(lambda:T(range(9),{'tm_zone':3,'x':2}).tm_gmtoff)
t(lambda:T(range(9),5))
t(lambda:T())
t(lambda:T(1,2,3))
t(lambda:T(5))
t(lambda:T(sequence=range(9),dict={}))
t(lambda:T(range(9),x=1))
t(lambda:setattr(g,'tm_year',1))
t(lambda:T.tm_year)
t(lambda:T.tm_year.__get__(g))
match g:
    case T(1970,b): print('m',b)
class X:
    pass
t(lambda: type('Y',(T,),{}))
t(lambda: hash(g)==hash(tuple(g)))
t(lambda: g+(1,))
print(sys.version_info >= (3,13), sys.version_info[:2], sys.version_info==(3,13,0,'final',0))
t(lambda: type(sys.flags).__replace__(sys.flags,gil=4).gil)

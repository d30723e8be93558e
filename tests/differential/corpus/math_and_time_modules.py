"""math and time: results and messages."""

import math, time
def t(f,*a,**k):
    try: print('ok',repr(f(*a,**k)))
    except BaseException as e: print(type(e).__name__, e, e.args)
vals=[0,1,-1,2.5,-0.0,10**30,True,float('inf'),float('nan'),'x',None,1j]
for n in sorted(dir(math)):
    f=getattr(math,n)
    if not callable(f): 
        if not n.startswith('_'): print(n,f)
        continue
    for v in vals:
        if n=='factorial' and v==10**30: continue
        print(n,v,end=' '); t(f,v)
    for v in ((1,2),(2.5,3),(0,0),(7,3),(-1,0.5),('a',1),(10**400,2),([1,2],[3,4])):
        print(n,v if n!='x' else '',end=' '); t(f,*v)
t(math.factorial,20); t(math.factorial,3000); t(math.factorial,-1); t(math.factorial,2.0)
print(math.factorial(5000)%10**9, math.comb(1000,500)%10**9, math.perm(3000,2500)%(10**9+7))
t(math.comb,5,7); t(math.perm,5); t(math.isqrt,-1); t(math.gcd); t(math.gcd,12,18,30); t(math.lcm,4,6,10); t(math.lcm,0,5)
t(math.hypot,3,4); t(math.hypot,1,2,3); t(math.dist,(1,2),(4,6)); t(math.dist,(1,),(1,2))
t(math.fsum,[.1]*10); t(math.fsum,['a']); t(math.prod,[1,2,3]); t(math.prod,[1.5,2],start=2); t(math.prod,['a']); t(math.sumprod,[1,2],[3,4]); t(math.sumprod,[1],[2,3]); t(math.sumprod,['a'],[2])
t(math.log,8,2); t(math.log,10**400); t(math.log,0); t(math.log,8,1); t(math.log,-5); t(math.log,2,0)
t(math.isclose,1,1+1e-10); t(math.isclose,1,2,rel_tol=-1); t(math.isclose,a=1,b=1)
t(math.nextafter,1,2); t(math.nextafter,1,2,steps=3); t(math.ldexp,1,3); t(math.ldexp,1,10000); t(math.ldexp,1,2.5); t(math.frexp,8); t(math.modf,2.5)
class F:
    def __float__(self): return 4.0
    def __floor__(self): return 'fl'
    def __ceil__(self): return 'ce'
    def __trunc__(self): return 'tr'
    def __index__(self): return 6
t(math.sqrt,F()); t(math.floor,F()); t(math.ceil,F()); t(math.trunc,F()); t(math.factorial,F()); t(math.gcd,F(),4); t(math.pow,F(),2); t(math.hypot,F(),3); t(math.fsum,[F(),1]); t(math.log,F())
t(time.sleep,0); t(time.sleep,-1); t(time.sleep,'a'); t(time.gmtime,0); t(time.strftime,'%Y-%m-%d %H:%M:%S',time.gmtime(0)); t(time.asctime,time.gmtime(0)); 
t(time.gmtime,'a'); t(time.strftime,5); t(time.struct_time,(1,2,3)); t(time.struct_time,range(9)); print(time.gmtime(0).tm_year, time.gmtime(0)[0], time.gmtime(86400*365).tm_yday)
print(type(time.time()), type(time.perf_counter()), type(time.time_ns()), time.perf_counter()<=time.perf_counter())
s=time.struct_time(range(9)); print(s==tuple(range(9)), s.tm_zone, s[:3], len(s))

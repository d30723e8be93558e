"""What each of many operations leaves in the books of the collector: gc.get_count() before and after."""
import gc, sys
gc.disable()
tests = """
zip([1],[2])
list(zip([1,2],[3,4]))
dict(zip('ab',[1,2]))
for a,b in zip([1,2,3],[4,5,6]): pass
list(enumerate('abc'))
list(map(str,[1,2]))
list(map(lambda a,b:a+b,[1,2],[3,4]))
list(filter(None,[1,0]))
sorted([3,1,2])
sorted([3,1,2],key=lambda x:-x)
list(reversed([1,2]))
{1:2}.items()
list({1:2}.items())
{i:i for i in range(3)}
{i for i in range(3)}
[i for i in range(3)]
sum(i for i in range(3))
(lambda *a,**k:0)(1,x=2)
str.format('{} {}',1,2)
'%s %s' % (1,2)
f'{1}{2}'
'a b c'.split()
','.join(['a','b'])
'abc'.partition('b')
divmod(7,2)
max([1,2]);min(1,2)
any([0,1]);all([1])
print(end='')
print('a','b',file=sys.stderr)
isinstance(1,(int,str))
int('12')
float('1.5')
[1,2,3][::2]
(1,2)+(3,)
[1]*3
{1,2}|{3}
{1:2}|{3:4}
dict(a=1)
set([1,2])
frozenset([1])
tuple([1,2])
bytearray(b'abc')
memoryview(b'abc')
iter([1]);next(iter([1]))
range(3)
slice(1,2)
object()
super
getattr(1,'real')
getattr(1,'nope',None)
hasattr(1,'x')
vars()
dir(1)
globals()
locals()
exec('x=1',{})
eval('1+1')
try:\n 1/0\nexcept ZeroDivisionError: pass
try:\n raise ValueError('a')\nexcept ValueError as e: pass
def f(): yield 1\nlist(f())
def g(a,b=2,*c,d=3,**e): return a\ng(1,2,3,d=4,e=5)
with open('/dev/null') as fh: fh.read()
'abc'.encode();b'abc'.decode()
[*range(3)]
a,*b=[1,2,3]
a,b=1,2
x=[1,2];x.sort()
x=[];x.append(1);x.extend([2]);x.pop()
d={};d.update(a=1);d.setdefault('b',[]);d.pop('a')
s=set();s.add(1);s.discard(1)
import collections\ncollections.deque([1])
collections.Counter('abca')
collections.OrderedDict(a=1)
collections.defaultdict(list)['a']
import itertools\nlist(itertools.chain([1],[2]))
list(itertools.product([1],[2]))
list(itertools.permutations([1,2]))
list(itertools.combinations([1,2],2))
list(itertools.groupby([1,1]))
list(itertools.islice([1,2],1))
list(itertools.accumulate([1,2]))
list(itertools.zip_longest([1],[2,3]))
list(itertools.starmap(max,[(1,2)]))
list(itertools.pairwise([1,2,3]))
list(itertools.batched([1,2,3],2))
import functools\nfunctools.reduce(lambda a,b:a+b,[1,2])
functools.partial(int,base=2)('1')
functools.lru_cache(lambda x:x)(1)
import re\nre.match('a','a')
re.findall('(a)(b)','abab')
import copy\ncopy.copy([1]);copy.deepcopy([1,[2]])
match [1,2]:\n case [a,b]: pass
match {'a':1}:\n case {'a':x,**r}: pass
import types\ntypes.SimpleNamespace(a=1)
async def co(): pass\nco().close()
lambda: 0
[1,2].__iter__().__reduce__()
'abc'.translate({97:98})
int.from_bytes(b'a')
(1).__add__(2)
hash((1,2));hash('a')
round(1.5);pow(2,3)
chr(97);ord('a')
callable(1);id(1)
abs(-1)
bin(1);hex(1)
[].copy();{}.copy();{1}.copy()
''.join(x for x in 'ab')
sorted({'b':1,'a':2}.items(), key=lambda kv: kv[1])
dict.fromkeys('ab')
x=[1,2,3];x[1:2]=[4,5];del x[0]
global_var=1
del global_var
assert True
import operator\noperator.itemgetter(1)([1,2]);operator.attrgetter('real')(1)
import contextlib
with contextlib.suppress(ValueError): raise ValueError
""".strip().split("\n")
ns={}
for src in tests:
    src=src.replace("\\n","\n")
    try: code=compile(src,"t","exec")
    except SyntaxError as e: print("SE",src,e); continue
    try:
        for _ in range(8): exec(code,ns)
        r=[]
        for _ in range(4):
            a=gc.get_count()[0]; exec(code,ns); b=gc.get_count()[0]; r.append(b-a)
        print(src.replace("\n","; "), r)
    except Exception as e: print(src,type(e),e)

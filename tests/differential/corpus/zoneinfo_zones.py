"""zoneinfo in the manner of C: caches, files and forged files, rules, folds, subclasses, pickles, wrong arguments."""
import zoneinfo, pickle, io, weakref, gc
from datetime import *
Z=zoneinfo.ZoneInfo
print(Z.__basicsize__, Z.__weakrefoffset__, Z.__dictoffset__, hex(Z.__flags__&~(1<<19)), list(vars(Z)), Z.__module__)
for k,v in vars(Z).items(): print(k, type(v).__name__, getattr(v,'__text_signature__',None))
def t(f):
    try: print("OK", f())
    except Exception as e: print(type(e).__name__, e)
z=Z("UTC")
for f in (lambda: Z(), lambda: Z(1,2), lambda: Z(x=1), lambda: Z(5), lambda: Z("no"), lambda: Z("../x"), lambda: Z(key="UTC"), lambda: Z.no_cache(), lambda: Z.no_cache("a","b"), lambda: Z.no_cache(key="UTC"), lambda: Z.no_cache(x=1), lambda: Z.from_file(), lambda: Z.from_file(5), lambda: Z.from_file(5, x=1), lambda: Z.clear_cache(1), lambda: Z.clear_cache(only_keys=5), lambda: Z.clear_cache(x=5), lambda: z.utcoffset(), lambda: z.utcoffset(5), lambda: z.utcoffset(1,2), lambda: z.utcoffset(dt=1), lambda: z.fromutc(5), lambda: z.fromutc(datetime(2020,1,1)), lambda: z._unpickle(), lambda: z._unpickle(1,2,3), lambda: z._unpickle("UTC","x"), lambda: z._unpickle("UTC",256) is z, lambda: z._unpickle("UTC",257) is z, lambda: z.__weaklistoffset__, lambda: Z.__init_subclass__(1,x=2), lambda: Z.no_cache("UTC").__reduce__()[1], lambda: pickle.loads(pickle.dumps(z)) is z, lambda: z.key, lambda: time(1,tzinfo=z).utcoffset(), lambda: time(1,tzinfo=Z("Europe/Berlin")).utcoffset(), lambda: z.utcoffset(None), lambda: Z("Europe/Berlin").tzname(None), lambda: setattr(z,'key',1), lambda: Z("Europe/Berlin").dst(datetime(2020,7,1))): t(f)
class S(Z):
    def __init__(self, *a, **k): print("init", a, k)
s = S("Europe/Paris"); print(s, repr(s), S("Europe/Paris") is s, S._weak_cache.keys()!=None, S.no_cache("Europe/Paris") is s)
S.clear_cache(only_keys=["Europe/Paris", "x"]); print(S("Europe/Paris") is s)
class DT(datetime):
    def toordinal(self): print("toordinal"); return super().toordinal()
    def replace(self, *a, **k): print("replace", a, k); return super().replace(*a, **k)
for h in range(3): print(DT(2024,10,27,h,30,tzinfo=timezone.utc).astimezone(Z("Europe/Berlin")))
print(Z("Europe/Berlin").utcoffset(DT(2024,7,1,tzinfo=Z("Europe/Berlin"))))
class Duck:
    hour=minute=second=0
    def toordinal(self): return date(2024,7,1).toordinal()
t(lambda: z.utcoffset(Duck()))
def tzif(tz, trans=(), types=((0,0,0),), chars=b"UTC\0", version=b"2"):
    import struct
    def block(size):
        f = "q" if size==8 else "l"
        return struct.pack(">4sc15x6l", b"TZif", version, 0,0,0,len(trans),len(types),len(chars)) + b"".join(struct.pack(">"+f, a) for a,_ in trans)+bytes(b for _,b in trans)+b"".join(struct.pack(">lBB",*x) for x in types)+chars
    return io.BytesIO(block(4)+block(8)+b"\n"+tz+b"\n")
for tz in (b"", b"UTC0", b"<+03>-3", b"AAA", b"1", b"AAA3BBB", b"AAA3BBB2,M3.2.0", b"AAA3BBB2,M3.2.0,M11.1.0", b"AAA3BBB,M3.2.0/-5,M11.1.0/30:15:20x", b"AAA3BBB,J60,300/4", b"AAA3BBB,0/0,J365/25", b"AAA-3BBB,M13.1.0,J1", b"AAA3BBB,M3.6.0,J1", b"AAA3BBB,M3.2.7,J1", b"AAA3BBB,J0,J1", b"AAA3BBB,366,J1", b"AAA3BBB,1/168,J1", b"AAA25", b"AAA-24:59:59", b"<A", b"<A!>3", b"<>3", b"A+3", b"AAA3,M1.1.1,M2.2.2", b"AAA3BB4B,J1,J2", b"AAA3BBB,M3.2,J3", b"AAA3BBB,M3.2.0/1:2,J3", b"AAA3BBB;"):
    def f():
        z = Z.from_file(tzif(tz))
        return [(d.utcoffset(), d.dst(), d.tzname()) for d in (datetime(2024,m,1,tzinfo=z) for m in (1,3,4,7,11))], z.utcoffset(None)
    t(f)
def f(*a, **k):
    z = Z.from_file(tzif(*a, **k), key="k")
    out = []
    for s in (-10**9, -1, 0, 99, 100, 101, 3599,3600,3601, 10**5, 10**9):
        d = datetime.fromtimestamp(s, z) if s>=0 else (datetime(1970,1,1,tzinfo=timezone.utc)+timedelta(seconds=s)).astimezone(z)
        out.append((str(d), d.fold, d.dst(), d.tzname(), d.replace(fold=1-d.fold).utcoffset()))
    return out, z, repr(z), time(1,tzinfo=z).utcoffset()
t(lambda: f(b"", [(0,1),(100,0),(5000,1)], [(0,0,0),(3600,1,0)]))
t(lambda: f(b"AAA3BBB,M3.2.0,M11.1.0", [(0,1),(100,0),(5000,1)], [(0,0,0),(3600,1,0)]))
t(lambda: f(b"UTC0", [], [(0,0,0)]))
t(lambda: f(b"UTC1", [], [(0,0,0)]))
t(lambda: f(b"UTC0", [(0,0)], [(3600,1,0)]))
t(lambda: f(b"", [(0,5)], [(3600,1,0)]))
t(lambda: f(b"", [], [(3600,1,0)]))
t(lambda: repr(Z.from_file(tzif(b"UTC0"))).split("<")[0])
t(lambda: Z.from_file(io.BytesIO(b"xx")))
t(lambda: pickle.dumps(Z.from_file(tzif(b"UTC0"))))
w = weakref.ref(Z.no_cache("Asia/Tokyo")); print(w())
zones = [Z(n) for n in ("UTC","Europe/Rome","Europe/Oslo","Asia/Tokyo","Asia/Kolkata","America/New_York","America/Chicago","Europe/London","Europe/Lisbon","Europe/Madrid")]
ids = [weakref.ref(z) for z in zones]; del zones, z; gc.collect(); print([r() is not None for r in ids])
Z.clear_cache(); gc.collect(); print([r() is not None for r in ids])
class File:
    def read(self, n=-1): raise LookupError("read")
    def close(self): print("closed")
t(lambda: Z.from_file(File()))
class Bad(str):
    def __eq__(self, other): raise LookupError("eq")
    __hash__ = str.__hash__
Z("UTC"), Z("Asia/Tokyo")
t(lambda: Z(Bad("UTC")))
t(lambda: Z.clear_cache(only_keys=[Bad("UTC")]))
t(lambda: Z.clear_cache(only_keys=["UTC", 5, []]))
S._weak_cache = {}
t(lambda: S("UTC"))
del S._weak_cache
t(lambda: S("UTC"))
import zoneinfo._common as common
load_data = common.load_data
for result in (None, (), ((), (), (), (), (), b""), ((), (), ("x",), (0,), ("a",), b""), ((), (), (1 << 80,), (0,), ("a",), b""), ((), (1 << 80,), (1,), (0,), ("a",), b""),
               ((), (), (0,), (0,), ("a",), 5), ((5,), (0,), (0,), (0,), ("a",), b""), ((0,), (), (0,), (0,), ("a",), b"UTC0")):
    common.load_data = lambda file: result
    t(lambda: Z.from_file(File()).utcoffset(None))
common.load_data = load_data
Z.clear_cache()

import abc, collections, dataclasses, enum, functools, operator, types, typing, weakref


class Color(enum.Enum):
    RED = 1
    GREEN = enum.auto()
    ALIAS = 1

    def describe(self):
        return self.name.lower()


class Perm(enum.Flag):
    R = 4
    W = 2
    X = 1
    RWX = R | W | X


class Num(enum.IntEnum):
    ONE = 1
    TWO = 2


print(list(Color), Color.RED, repr(Color(2)), Color["ALIAS"] is Color.RED, Color.RED.describe(), Color.__members__.keys())
print(Perm.R | Perm.W, Perm(7), Perm.RWX & ~Perm.W, Num.ONE < Num.TWO, Num.ONE + 1, f"{Num.TWO} {Color.RED:>12}", list(Perm.RWX))
for bad in (lambda: Color(9), lambda: Color["X"], lambda: setattr(Color, "RED", 3)):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)


@dataclasses.dataclass(order=True)
class Item:
    name: str
    price: float = 1.5
    tags: list = dataclasses.field(default_factory=list, compare=False)

    def __post_init__(self):
        self.total = self.price * 2


@dataclasses.dataclass(frozen=True, slots=True)
class Frozen:
    x: int
    y: typing.ClassVar[int] = 3


i = Item("a")
print(i, i == Item("a", tags=[1]), i < Item("b"), dataclasses.asdict(i), dataclasses.replace(i, name="z"), i.total)
print([f.name for f in dataclasses.fields(Item)], Frozen(1), hash(Frozen(1)) == hash(Frozen(1)))
try:
    Frozen(1).x = 2
except dataclasses.FrozenInstanceError as e:
    print(type(e).__name__, e)
Pair = collections.namedtuple("Pair", "a b", defaults=[9])
print(Pair(1), Pair(1, 2)._replace(a=5), Pair._fields, Pair(3)._asdict(), Pair.__doc__)
print(collections.Counter("abca").most_common(1), collections.ChainMap({"a": 1}, {"b": 2})["b"], collections.defaultdict(list))
u = collections.UserDict(a=1)
u["b"] = 2
print(u, len(u), collections.UserList([1]) + [2], collections.UserString("ab").upper())


class T(typing.NamedTuple):
    a: int
    b: str = "x"


class D(typing.TypedDict, total=False):
    k: int


V = typing.TypeVar("V")


class Box(typing.Generic[V]):
    def __init__(self, v: V):
        self.v = v


@typing.runtime_checkable
class Sized(typing.Protocol):
    def __len__(self) -> int: ...


print(T(1), D(k=1), Box[int], Box[int](3).v, isinstance([], Sized), isinstance(3, Sized), typing.get_type_hints(Item))
print(typing.Optional[int], typing.Union[int, str, None], list[int], typing.Callable[[int], str], typing.get_args(dict[str, int]), typing.Literal["a", 1])


@functools.lru_cache(maxsize=2)
def sq(x):
    return x * x


print([sq(x) for x in (1, 2, 1, 3, 1)], sq.cache_info(), functools.reduce(operator.add, [1, 2, 3]))


@functools.singledispatch
def show(x):
    return "object"


@show.register
def _(x: int):
    return "int"


@functools.total_ordering
class O:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
    def __lt__(self, o): return self.n < o.n


print(show(1), show("a"), O(1) <= O(2), O(3) > O(2), functools.partial(int, base=2)("101"), functools.cached_property)


class Base(abc.ABC):
    @property
    @abc.abstractmethod
    def p(self): ...


try:
    Base()
except TypeError as e:
    print(e)
d = weakref.WeakValueDictionary()
k = O(1)
d["k"] = k
print(dict(d)["k"] is k, len(d))
del k
print(len(d), types.SimpleNamespace(a=1), types.MappingProxyType({1: 2}))
f = weakref.finalize(O(2), print, "finalised")
print(f.alive)

import attr
import attrs


@attrs.define(order=True)
class Point:
    x: int = attrs.field(validator=attrs.validators.instance_of(int))
    y: int = attrs.field(default=0, converter=int)
    tags: list = attrs.field(factory=list, eq=False, order=False)


@attrs.frozen
class Frozen:
    name: str
    size: float = 1.5


@attr.s(slots=False, auto_attribs=True)
class Old:
    a: int
    b: str = attr.ib(default="b", repr=False)


p = Point(1, "7")
print(p, p == Point(1, 7), p < Point(2), attrs.asdict(p), attrs.evolve(p, y=9))
try:
    Point("no")
except TypeError as err:
    print(type(err).__name__, err.args[0])
f = Frozen("f")
try:
    f.name = "g"
except attrs.exceptions.FrozenInstanceError as err:
    print(type(err).__name__, err)
print(hash(f) == hash(Frozen("f")), {f: 1}[Frozen("f")], [a.name for a in attrs.fields(Frozen)], Old(3))
print(attrs.make_class("Made", ["u", "v"])(1, 2))

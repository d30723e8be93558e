"""The dict of the first instance of a class: its size while the keys are shared, and when that ends."""

import sys


def instance(**attributes):
    """The only instance of a new class."""
    made = type("C", (), {})()
    for name, value in attributes.items():
        setattr(made, name, value)
    return made


def shown(change, **attributes):
    made = instance(**attributes)
    d = made.__dict__
    sizes = [sys.getsizeof(d)]
    change(d)
    sizes.append(sys.getsizeof(d))
    made.later = 1
    sizes.append(sys.getsizeof(d))
    d.clear()
    sizes.append(sys.getsizeof(d))
    d["again"] = 1
    sizes.append(sys.getsizeof(d))
    print(sizes, d)


shown(lambda d: None, x=1)
shown(lambda d: d.__setitem__(2, 2), x=1)
shown(lambda d: d.__setitem__("y", 2), x=1)
shown(lambda d: d.popitem(), x=1, y=2, z=3)
shown(lambda d: d.pop("x"), x=1, y=2, z=3)
shown(lambda d: d.__delitem__("y"), x=1, y=2)
shown(lambda d: d.update(y=1, z=2), x=1)
shown(lambda d: d.update({str(i): i for i in range(40)}), x=1)
shown(lambda d: (d.popitem(), d.update({str(i): i for i in range(50)})), x=1)
shown(lambda d: (d.popitem(), d.__setitem__(1, 1)), x=1)

class Point:
    """A point."""
    count = 0
    def __init__(self, x, y): self.x, self.y = x, y; Point.count += 1
    def __repr__(self): return f"Point({self.x}, {self.y})"
    def __add__(self, o): return Point(self.x + o.x, self.y + o.y)
    def __eq__(self, o): return isinstance(o, Point) and (self.x, self.y) == (o.x, o.y)
    def __hash__(self): return hash((self.x, self.y))
    def __len__(self): return 2
    def __getitem__(self, i): return (self.x, self.y)[i]
    def __iter__(self): yield self.x; yield self.y
    def __bool__(self): return bool(self.x or self.y)
    def __call__(self, k): return Point(self.x * k, self.y * k)
    def __neg__(self): return Point(-self.x, -self.y)
    def __abs__(self): return (self.x ** 2 + self.y ** 2) ** 0.5
    def __contains__(self, v): return v in (self.x, self.y)
    def __lt__(self, o): return abs(self) < abs(o)
p, q = Point(3, 4), Point(1, 2)
print(p, p + q, p == Point(3, 4), p != q, len(p), p[0], list(p), bool(Point(0, 0)), p(2), -p, abs(p), 3 in p, q < p, sorted([p, q]), {p: 1}[Point(3, 4)], Point.count)
x, y = p; print(x, y, Point.__name__, Point.__doc__, p.__class__ is Point, p.__dict__, isinstance(p, Point), hasattr(p, "z"), getattr(p, "z", None))
p.z = 5; del p.x; print(vars(p)); setattr(p, "w", 1); delattr(p, "w"); print(sorted(p.__dict__))
for f in (lambda: p.x, lambda: p.missing, lambda: Point(1), lambda: Point(1, 2, 3), lambda: p + 1, lambda: p - q, lambda: Point.nothing, lambda: p.y(), lambda: p[5], lambda: q > 5, lambda: Point.__init__()):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, "|", e)

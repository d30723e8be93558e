class Tree:
    def __init__(self, v, left=None, right=None): self.v, self.left, self.right = v, left, right
    def insert(self, v):
        side = "left" if v < self.v else "right"
        child = getattr(self, side)
        if child is None: setattr(self, side, Tree(v))
        else: child.insert(v)
    def __iter__(self):
        if self.left: yield from self.left
        yield self.v
        if self.right: yield from self.right
    def depth(self): return 1 + max(t.depth() if t else 0 for t in (self.left, self.right))
    def __contains__(self, v): return v == self.v or (v in self.left if v < self.v and self.left else v in self.right if v > self.v and self.right else False)
t = Tree(50)
for v in (30, 70, 20, 40, 60, 80, 30): t.insert(v)
print(list(t), t.depth(), 40 in t, 45 in t, max(t), len(list(t)))

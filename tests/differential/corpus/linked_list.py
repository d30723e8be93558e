class Node:
    def __init__(self, value, next=None): self.value, self.next = value, next
class Linked:
    def __init__(self, items=()):
        self.head = None
        for x in reversed(list(items)): self.head = Node(x, self.head)
    def __iter__(self):
        node = self.head
        while node: yield node.value; node = node.next
    def reverse(self):
        prev = None
        while self.head: self.head.next, prev, self.head = prev, self.head, self.head.next
        self.head = prev
        return self
    def __str__(self): return " -> ".join(map(str, self)) or "(empty)"
    def __len__(self): return sum(1 for _ in self)
l = Linked([1, 2, 3]); print(l, len(l)); print(l.reverse()); print(Linked(), list(Linked("ab")), 2 in l)
head = None
for i in range(2000): head = Node(i, head)
del head; print("long chain freed")

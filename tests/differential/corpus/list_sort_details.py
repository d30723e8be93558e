class Card:
    def __init__(self, rank, suit): self.rank, self.suit = rank, suit
    def __lt__(self, other): return self.rank < other.rank
    def __repr__(self): return f"{self.rank}{self.suit}"
hand = [Card(5, "h"), Card(2, "s"), Card(5, "d"), Card(3, "c"), Card(2, "h")]
print(sorted(hand), sorted(hand, reverse=True), min(hand), max(hand), sorted(hand, key=lambda c: (c.suit, -c.rank)))
words = "the quick brown fox jumps over the lazy dog".split()
print(sorted(words, key=len), sorted(words, key=str.upper, reverse=True), sorted(set(words)))
numbers = [(i * 7919) % 101 for i in range(60)]
print(sorted(numbers) == sorted(numbers, reverse=True)[::-1], sorted(numbers)[:10])
def mutate(x):
    numbers.append(1)
    return x
try:
    numbers.sort(key=mutate)
except ValueError as e:
    print(e)
print(sorted([3.5, 2, True, 10 ** 20, -1]), sorted([[2], [1, 5], [1]]))
class Fails:
    def __lt__(self, other): raise RuntimeError("no order")
try:
    sorted([Fails(), Fails()])
except RuntimeError as e:
    print(e)

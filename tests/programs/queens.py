"""Eight queens by backtracking: put one queen into each row, go back when none fits."""


def safe(columns, column):
    """Whether a queen in the next row at `column` is out of reach of all others."""
    row = len(columns)
    for other_row, other in enumerate(columns):
        if other == column or abs(other - column) == row - other_row:
            return False
    return True


def solutions(size, columns=()):
    """Yield every way to complete the queens that stand already."""
    if len(columns) == size:
        yield columns
        return
    for column in range(size):
        if safe(columns, column):
            yield from solutions(size, columns + (column,))


def draw(columns):
    for column in columns:
        print(" ".join("Q" if here == column else "." for here in range(len(columns))))


def count_with_sets(size):
    """The same search with sets: faster, since no row is looked at twice."""
    taken, rising, falling = set(), set(), set()

    def place(row):
        if row == size:
            return 1
        total = 0
        for column in range(size):
            if column in taken or row + column in rising or row - column in falling:
                continue
            taken.add(column)
            rising.add(row + column)
            falling.add(row - column)
            total += place(row + 1)
            taken.discard(column)
            rising.discard(row + column)
            falling.discard(row - column)
        return total

    return place(0)


first = next(solutions(8))
draw(first)
print("first solution:", first)
for size in range(1, 7):
    found = list(solutions(size))
    assert len(found) == count_with_sets(size)
    print(f"{size} queens: {len(found)} solutions")


def mirrored(columns):
    return tuple(reversed(columns))


six = set(solutions(6))
print(sorted(six))
print("each mirror image is a solution too:", {mirrored(s) for s in six} == six)

def level(n):
    try:
        if n == 0: raise ValueError("root")
        level(n - 1)
    except Exception as e:
        raise RuntimeError(f"level {n}") from (e if n % 2 else None)
try:
    level(3)
except RuntimeError as e:
    try:
        [][1]
    except IndexError:
        raise KeyError("last")

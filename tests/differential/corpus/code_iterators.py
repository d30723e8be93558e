def f(a, *, b=1):
    if a:
        return [x
                for x in range(b)]


print(list(f.__code__.co_lines()))
positions = list(f.__code__.co_positions())
print(len(positions), positions[:4], positions[-1])
print(type(f.__code__.co_consts).__name__, f.__code__.co_firstlineno)

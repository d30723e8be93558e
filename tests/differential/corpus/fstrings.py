name, n, x = "World", 42, 3.14159
print(f"Hello {name}! {n:5d}|{n:<5}|{x:.2f}|{x:10.3f}|{n:#x}|{name!r:>10}|{n=}|{n = }|{x=:.1f}")
print(f"{'nested ' + f'{n}'} {[i for i in range(3)]} {n if n > 3 else 0} {{literal}} {name.upper()} {(lambda: 5)()}")
print(f"{n:{'>'}{8}} {x:{10}.{2}}", f"{'a' 'b'}", f"{name:^{len(name) + 4}}|", f"{None} {True} {[]} {()}")
print(f"""multi
{n
 + 1}
line""", f"{'quote"s'}", f'{"\n".join(["a", "b"])}')
d = {"k": 1}
print(f"{d['k']} {d!r} {n:b} {1e10:g} {-0.0} {2**70:,}")
try:
    print(f"{undefined}")
except NameError as e:
    print(e)
try:
    print(f"{name:d}")
except ValueError as e:
    print(e)

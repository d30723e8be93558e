print(None, type(None), None is None, None == 0, bool(None), repr(...), Ellipsis is ..., NotImplemented, type(NotImplemented), type(...))
for f in (lambda: None.x, lambda: None + 1, lambda: None(), lambda: None[0], lambda: len(None), lambda: iter(None), lambda: None < None, lambda: type(None)(1), lambda: int(...)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, "|", e)
print(type(None)(), hash(None) == hash(None), [None] * 2, (None,), {None: 1}, str(None) + "!", sorted([None], key=lambda x: 0))
def nothing(): pass
print(nothing(), print("inner"), [].append(1))

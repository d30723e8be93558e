import functools
L=[1,2,3]
for f in (lambda: (L.append(3), L.pop()), lambda: L.extend([1]) or L.clear(), lambda: L.insert(0,1) or L.pop(), lambda: L.__setitem__(slice(None),[1]) or L.clear(), lambda: L.__iadd__([1]) and L.clear(), lambda: L.clear(), lambda: L.reverse(), lambda: L.sort(), lambda:L.extend([]), lambda: L.extend(()), lambda: L.__iadd__([]), lambda: L.__setitem__(slice(None),[]), lambda: L.__imul__(3), lambda: L.__delitem__(slice(None)), lambda: L.extend(iter([]))):
    L=[5,3,4]
    def k(x): f(); return x
    try: L.sort(key=k)
    except ValueError as e: print(e)
    print(L)

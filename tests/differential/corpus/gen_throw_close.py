def g():
    try:
        while True:
            try:
                x = yield "ready"
                print("value", x)
            except ValueError as e:
                print("handled", e)
                yield "recovered"
    finally:
        print("cleanup")
it = g(); print(next(it), it.send(5), it.throw(ValueError("v")), next(it)); it.close(); print("closed")
it = g(); next(it)
try:
    it.throw(KeyError("k"))
except KeyError as e:
    print("out", e)
try:
    next(it)
except StopIteration:
    print("finished")
def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2
it = stubborn(); next(it)
try:
    it.close()
except RuntimeError as e:
    print(e)
def stop_inside():
    yield 1
    raise StopIteration("bad")
try:
    list(stop_inside())
except RuntimeError as e:
    print(e, repr(e.__cause__))
def itself():
    try:
        next(me)
    except ValueError as e:
        print(e)
    yield 1
me = itself(); print(next(me))
def unstarted(): yield
it = unstarted()
try:
    it.throw(RuntimeError("early"))
except RuntimeError as e:
    print(e)
it = g(); next(it); del it; print("end")

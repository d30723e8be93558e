def inner(): raise ValueError("original")
def outer():
    try: inner()
    except ValueError as e:
        print("handling")
        raise
outer()

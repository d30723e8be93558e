stored = None
def make():
    global stored
    try: raise ValueError("stored")
    except ValueError as e: stored = e
make()
def later(): raise stored
later()

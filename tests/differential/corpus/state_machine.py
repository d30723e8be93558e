class State:
    registry = {}
    def __init_subclass__(cls): State.registry[cls.__name__] = cls()
    def on(self, event): return self
class Idle(State):
    def on(self, event): return State.registry["Running"] if event == "start" else self
class Running(State):
    def on(self, event): return State.registry[{"stop": "Idle", "fail": "Broken"}.get(event, "Running")]
class Broken(State): pass
s = State.registry["Idle"]
for e in ["stop", "start", "tick", "stop", "start", "fail", "start"]:
    s = s.on(e); print(e, "->", type(s).__name__)
print(sorted(State.registry))

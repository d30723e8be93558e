"""Collections that allocation sets off: how many, of which generation, when."""
import gc
gc.collect()
events = []
def note(phase, info): events.append((phase[:3], info["generation"], info["collected"]))
gc.callbacks.append(note)
gc.set_threshold(100, 3, 3)
class Node: pass
def cycle():
    n = Node(); n.me = n
for i in range(1000): cycle()
gc.callbacks.remove(note)
stops = [e for e in events if e[0] == "sto"]
print(len(stops), [sum(1 for s in stops if s[1] == g) for g in range(3)])
print(sum(s[2] for s in stops) > 900)
gc.set_threshold(50, 2, 10**6)
kept = []
seen = []
def watch(phase, info): phase == "start" and seen.append((info["generation"], len(kept)))
gc.callbacks.append(watch)
for i in range(1000): kept.append([i])
gc.callbacks.clear()
print(len(seen), seen[1][1] - seen[0][1], seen[2][1] - seen[1][1], [g for g, n in seen][:9])
gc.set_threshold(0)
n = gc.get_count()[0]
more = [[] for i in range(500)]
print(gc.get_count()[0] - n > 480)
gc.set_threshold(2000, 10, 10)
print(gc.get_threshold())

text = "It was the best of times, it was the worst of times, it was the age of wisdom"
words = text.lower().replace(",", "").split()
freq = {}
for w in words: freq[w] = freq.get(w, 0) + 1
for w, c in sorted(freq.items(), key=lambda x: (-x[1], x[0])): print(f"{w:8} {'#' * c} {c / len(words):6.1%}")
index = {}
for i, w in enumerate(words): index.setdefault(w[0], set()).add(w)
print({k: sorted(v) for k, v in sorted(index.items())})
print(max(freq, key=freq.get), len(freq), "".join(w[0] for w in words), " ".join(words[::-3]))

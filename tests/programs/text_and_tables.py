"""Strings, dictionaries and sets: counting words, formatting tables."""

POEM = """\
The owl and the pussy-cat went to sea
In a beautiful pea-green boat,
They took some honey, and plenty of money,
Wrapped up in a five-pound note.
"""

words = [word.strip(".,").lower() for word in POEM.replace("-", " ").split()]
counts = {}
for word in words:
    counts[word] = counts.get(word, 0) + 1

print(len(words), "words,", len(counts), "different ones")
ranking = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
for word, count in ranking[:5]:
    print(f"{word:<10}|{'*' * count:^7}|{count:>3}")

by_length = {}
for word in sorted(counts):
    by_length.setdefault(len(word), []).append(word)
for length in sorted(by_length):
    print(f"{length:2d}: {', '.join(by_length[length])}")

prices = {"tea": 2.5, "cake": 13.333, "honey": 1024.0, "boat": 1234567.891}
print("+" + "-" * 12 + "+" + "-" * 16 + "+")
for name, price in prices.items():
    print(f"|{name.title():12}|{price:>16,.2f}|")
print("+" + "-" * 12 + "+" + "-" * 16 + "+")

number = 3735928559
print(f"{number} {number:x} {number:#o} {number:b} {number:_d} {number:e}")
print("%5d|%-5d|%05.1f|%s|%r|%x|%%" % (42, 42, 3.14159, "str", "repr", 255))
print("{0} and {1}, {1} and {0}; {name!r:>8}".format("salt", "pepper", name="x"))
width = 12
print(f"{'left':<{width}}{'middle':^{width}}{'right':>{width}}.")
print(f"{0.1 + 0.2} {1/3:.4f} {2**0.5:10.3e} {1e300 * 10:g} {100.0} {1e16} {1.5:+}")
print(f"{width = } {width * 2 = } {POEM[:7]!r}")

vowels = set("aeiou")
letters = {letter for word in words for letter in word}
print("".join(sorted(letters - vowels)), "".join(sorted(letters & vowels)))
print(sorted(letters ^ set("abcdefghijklmnopqrstuvwxyz")), vowels <= letters)

english = {"one": 1, "two": 2, "three": 3}
german = {"eins": 1, "zwei": 2, "drei": 3}
to_german = {word: other for word, n in english.items() for other, m in german.items() if n == m}
print(to_german)
merged = english | german
print(len(merged), merged.pop("two"), "two" in merged, list(merged))
inverted = {}
for word, n in sorted(merged.items()):
    inverted.setdefault(n, set()).add(word)
print({n: sorted(found) for n, found in sorted(inverted.items())})


def caesar(text, shift):
    out = []
    for char in text:
        if char.isalpha():
            base = ord("A") if char.isupper() else ord("a")
            char = chr((ord(char) - base + shift) % 26 + base)
        out.append(char)
    return "".join(out)


secret = caesar("Attack at Dawn!", 3)
print(secret, "->", caesar(secret, -3))
print("racecar"[::-1] == "racecar", "a-b-c".partition("-"), "x=1;y=2".split(";"), "tab\there")
print("na" * 4, "batman".replace("bat", "super"), "abc".join("12"), "Ünïcödé".encode("utf-8"))

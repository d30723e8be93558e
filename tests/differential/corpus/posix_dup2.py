"""Descriptors that are given another's number."""
import os
import socket
import sys
import tempfile

with tempfile.TemporaryFile() as file:
    saved = os.dup(1)
    print("before", flush=True)
    print(os.dup2(file.fileno(), 1) == 1, flush=True)
    print("into the file", flush=True)
    print(os.dup2(saved, 1, inheritable=False) == 1, flush=True)
    os.close(saved)
    print("after", flush=True)
    file.seek(0)
    print(file.read())
r, w = os.pipe()
other = os.dup(w)
file = os.open(os.devnull, os.O_WRONLY)
print(os.dup2(w, file) == file, os.dup2(r, r) == r)
os.close(w)
os.close(other)
print(os.write(file, b"by the new number"), os.read(r, 100))
os.close(file)
print(os.read(r, 1))
os.close(r)
a, b = socket.socketpair()
target = os.open(os.devnull, os.O_RDONLY)
os.dup2(b.fileno(), target)
b.close()
print(os.write(target, b"to a socket"), a.recv(100))
os.dup2(a.fileno(), target)
print(a.recv(1))
a.close()
os.close(target)
for call in (lambda: os.dup2(999, 5), lambda: os.dup2(0, -1), lambda: os.dup2("a", 1), lambda: os.closerange(1.5, 2)):
    try:
        print(call())
    except (OSError, TypeError) as e:
        print(type(e).__name__, e)
numbers = [os.open(os.devnull, os.O_RDONLY) for _ in range(3)]
print(os.closerange(min(numbers), max(numbers) + 1), os.closerange(5, 2))
for number in numbers:
    try:
        os.fstat(number)
    except OSError as e:
        print(e)
sys.stdout.flush()

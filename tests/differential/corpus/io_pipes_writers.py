"""Writers of pipes: those that wait for a reader in another thread, those that do not wait, ends that are gone."""

import io
import os
import select
import stat
import threading


def attempt(function, *args):
    try:
        return function(*args)
    except OSError as err:
        return f"{type(err).__name__}: {err}"


def waits_for_a_reader():
    r, w = os.pipe()
    sizes = []

    def read():
        while data := os.read(r, 10000):
            sizes.append(len(data))

    thread = threading.Thread(target=read)
    thread.start()
    print(os.write(w, b"x" * 300_000), os.writev(w, [b"ab", b"c" * 70_000]), os.close(w))
    thread.join()
    print(sum(sizes), os.close(r))


def through_streams():
    r, w = os.pipe()

    def write():
        with open(w, "w", newline="\r\n") as stream:
            for i in range(3):
                print("line", i, file=stream, flush=True)
            stream.write("y" * 200_000)

    thread = threading.Thread(target=write)
    with open(r, "rb", 16) as stream:
        thread.start()
        print(stream.readline(), stream.read(10), len(stream.read()), stream.seekable())
    thread.join()


def does_not_wait():
    r, w = os.pipe()
    os.set_blocking(w, False)
    print(os.get_blocking(r), os.get_blocking(w), os.write(w, bytes(100_000)) >= 4096)
    print(attempt(os.write, w, b"more"))
    os.set_blocking(r, False)
    raw = io.FileIO(r)
    print(len(raw.readall()) > 4096, raw.readall(), raw.read(3), raw.readinto(bytearray(3)), attempt(raw.seek, 0))
    stream = io.BufferedReader(raw)
    print(stream.read(3), stream.read(), stream.read1(), stream.peek(), stream.readline(), stream.readinto(bytearray(2)))
    print(os.write(w, b"abc"), stream.read(5), os.close(w), stream.read(), stream.close())


def ends():
    r, w = os.pipe()
    for function, args in ((os.read, (w, 1)), (os.write, (r, b"a")), (os.pread, (r, 1, 0)), (os.pwrite, (w, b"a", 0)),
                           (os.ftruncate, (w, 0)), (os.lseek, (r, 0, 0)), (os.read, (r, 0))):
        print(function.__name__, attempt(function, *args))
    print(stat.S_ISFIFO(os.fstat(r).st_mode), os.isatty(r))
    poll = select.poll()
    poll.register(r)
    poll.register(w)
    names = {r: "r", w: "w"}
    print([(names[fd], events) for fd, events in poll.poll(0)])
    copy = os.dup(w)
    os.write(copy, b"abc")
    os.close(w)
    poll.unregister(w)
    print([(names[fd], events) for fd, events in poll.poll(0)])
    os.close(copy)
    print(poll.poll(0)[0][1], os.read(r, 9), poll.poll(0)[0][1], os.read(r, 9), os.close(r))
    r, w = os.pipe()
    os.close(r)
    stream = open(w, "w")
    print(attempt(os.write, w, b"a"), stream.write("kept back"), attempt(stream.flush), attempt(stream.close), stream.closed)


for part in (waits_for_a_reader, through_streams, does_not_wait, ends):
    print(part.__name__)
    part()

import os, pathlib, shutil, stat, tempfile

with tempfile.TemporaryDirectory() as root:
    def rel(text):
        return str(text).replace(root, "ROOT")

    p = pathlib.Path(root)
    (p / "a" / "b").mkdir(parents=True)
    (p / "a" / "f.txt").write_text("one\ntwo\n")
    (p / "a" / "b" / "g.bin").write_bytes(bytes(range(5)))
    print(sorted(rel(x) for x in p.rglob("*")), (p / "a/f.txt").read_text().splitlines(), (p / "a/b/g.bin").stat().st_size)
    for base, dirs, files in os.walk(root):
        print(rel(base), sorted(dirs), sorted(files))
    with os.scandir(p / "a") as it:
        print(sorted((e.name, e.is_dir(), e.is_file(), e.is_symlink()) for e in it))
    os.symlink(p / "a/f.txt", p / "link")
    print(rel(os.readlink(p / "link")), os.path.islink(p / "link"), os.path.realpath(p / "link") == os.path.realpath(p / "a/f.txt"), (p / "link").read_text()[:3])
    os.rename(p / "a/f.txt", p / "a/h.txt")
    os.replace(p / "a/h.txt", p / "i.txt")
    print(os.path.exists(p / "a/f.txt"), os.path.getsize(p / "i.txt"), stat.filemode(os.stat(p / "a").st_mode)[0], os.access(p / "i.txt", os.R_OK))
    fd = os.open(p / "raw", os.O_RDWR | os.O_CREAT)
    print(os.write(fd, b"hello world"), os.lseek(fd, 6, 0), os.read(fd, 100), os.fstat(fd).st_size, os.ftruncate(fd, 3), os.isatty(fd), os.close(fd))
    os.truncate(p / "raw", 1)
    shutil.copyfile(p / "raw", p / "copy")
    print((p / "copy").read_bytes(), sorted(os.listdir(root)), sorted(os.listdir(os.fsencode(root)))[:1])
    for bad in (lambda: os.stat(p / "none"), lambda: os.mkdir(p / "a"), lambda: os.rmdir(p / "a"), lambda: os.listdir(p / "raw"), lambda: os.unlink(p / "none"),
                lambda: os.rename(p / "none", p / "x"), lambda: open(p / "a"), lambda: open(p / "none"), lambda: open(p / "raw", "x"), lambda: os.stat("a\0b"),
                lambda: os.stat(3.5), lambda: os.listdir(3.5), lambda: os.fspath(3), lambda: os.close(9999), lambda: os.chdir(p / "raw"), lambda: open(p / "raw" / "x")):
        try:
            print(bad())
        except Exception as e:
            print(type(e).__name__, rel(e))
    st = os.stat(p / "copy")
    print(len(st), st[6] == st.st_size, isinstance(st.st_mtime, float), st.st_mtime_ns > 0, type(st).__name__)
    os.utime(p / "copy", ns=(10**9, 2 * 10**9))
    print(os.stat(p / "copy").st_mtime, os.path.getmtime(p / "copy"))
    os.chdir(root)
    print(rel(os.getcwd()), os.path.abspath("x").endswith("/x"), os.path.relpath(root + "/a/b"))
    os.chdir("/")
print(os.path.join("a", "b"), os.path.split("/a/b.c"), os.path.splitext("x.tar.gz"), os.path.normpath("a//b/../c"), os.path.commonpath(["/a/b", "/a/c"]), os.sep, os.name)
print(pathlib.PurePosixPath("/a/b.txt").with_suffix(".py").parts, pathlib.Path("a") / "b", os.fspath(pathlib.Path("q")), os.environ.get("NOT_SET", 3))
os.environ["ORRERY"] = "1"
print(os.getenv("ORRERY"), os.strerror(2), len(os.urandom(4)), os.cpu_count() >= 1)

"""csv: readers and writers with every dialect setting, DictReader and DictWriter, the sniffer, errors."""

import csv
import io
import itertools

text = 'a,b,c\r\n1,"two, too","say ""hi"""\r\n\r\n"multi\nline",,x\n'
reader = csv.reader(io.StringIO(text, newline=""))
for row in reader:
    print(row, reader.line_num)
print(list(csv.DictReader(["n,m", "1,2", "3", "4,5,6"], restkey="rest", restval="none")))
out = io.StringIO()
writer = csv.DictWriter(out, ["x", "y"], extrasaction="ignore", quoting=csv.QUOTE_NONNUMERIC)
writer.writeheader()
writer.writerows([{"x": 1, "y": "two"}, {"x": None, "y": 2.5, "z": 0}])
print(repr(out.getvalue()))

rows = [["", "a b", 'q"q', "x,y", "l\nm", None, 1, 2.5, "e\\e", "'"], [""], ["a"], [None], []]
settings = {
    "delimiter": [",", " ", ";"], "quotechar": ['"', None, "'"], "escapechar": [None, "\\"],
    "doublequote": [True, False], "quoting": range(6), "skipinitialspace": [False, True],
}
count = failed = 0
for values in itertools.product(*settings.values()):
    kwargs = dict(zip(settings, values))
    for row in rows:
        out = io.StringIO()
        try:
            csv.writer(out, lineterminator="\n", **kwargs).writerow(row)
        except (csv.Error, TypeError, ValueError) as err:
            failed += 1
            last = f"{type(err).__name__}: {err}"
            if not failed % 97:
                print(kwargs, row, last)
            continue
        count += 1
        written = out.getvalue()
        try:
            back = list(csv.reader(written.splitlines(True), **kwargs))
        except (csv.Error, ValueError) as err:
            back = f"{type(err).__name__}: {err}"
        if not count % 61:
            print(kwargs, repr(written), back)
print(count, failed)

for lines, kwargs in [
    (['a"b"c,"d"e'], {}), (['"a"b'], {"strict": True}), (['"open'], {"strict": True}), (['"open'], {}),
    (["a\\,b", "c\\"], {"escapechar": "\\"}), (["a\rb"], {}), (["a\r\n", "b\n", "\n"], {}),
    (["1,'2',,''"], {"quotechar": "'", "quoting": csv.QUOTE_STRINGS}), (["x,1"], {"quoting": 2}),
    (["1,,\"\""], {"quoting": csv.QUOTE_NOTNULL}), ([b"bytes"], {}), ([1], {}), (["a\x00b"], {}),
]:
    try:
        print(list(csv.reader(lines, **kwargs)))
    except Exception as err:
        print(type(err).__name__, err)

for call in [
    lambda: csv.reader(), lambda: csv.reader([], "nonesuch"), lambda: csv.reader(5), lambda: csv.writer(5),
    lambda: csv.reader([], delimiter="ab"), lambda: csv.reader([], delimiter=None),
    lambda: csv.reader([], quotechar=1), lambda: csv.reader([], quoting=9), lambda: csv.reader([], quoting="x"),
    lambda: csv.reader([], lineterminator=None), lambda: csv.reader([], lineterminator=3),
    lambda: csv.reader([], nonsense=1), lambda: csv.reader([], delimiter="\n"),
    lambda: csv.reader([], delimiter='"'), lambda: csv.writer(io.StringIO()).writerow(5),
    lambda: csv.register_dialect(5), lambda: csv.unregister_dialect("nonesuch"), lambda: csv.get_dialect([]),
    lambda: csv.field_size_limit("x"), lambda: csv.reader([], quotechar=None, quoting=1),
    lambda: csv.writer(io.StringIO()).writerows([[1], 2]), lambda: csv.reader([], None, None),
]:
    try:
        print(call())
    except Exception as err:
        print(type(err).__name__, err)


class Special(csv.Dialect):
    delimiter, quotechar, escapechar = "|", "'", None
    doublequote, skipinitialspace, lineterminator, quoting = True, True, "!\n", csv.QUOTE_MINIMAL


csv.register_dialect("special", Special)
csv.register_dialect("changed", "special", delimiter="/")
print(csv.list_dialects(), csv.get_dialect("changed").delimiter, csv.get_dialect("special").lineterminator)
dialect = csv.get_dialect("special")
print(dialect.doublequote, dialect.escapechar, dialect.quotechar, dialect.quoting, dialect.strict)
print(next(csv.reader(["a| 'b|c'|d"], "special")))
for name in "special", "changed":
    csv.unregister_dialect(name)
old = csv.field_size_limit(5)
try:
    list(csv.reader(["abcdefgh"]))
except csv.Error as err:
    print(err)
print(csv.field_size_limit(old), old)
sample = csv.Sniffer().sniff("a;b;c\n1;2;3\n4;5;6\n")
print(sample.delimiter, csv.Sniffer().has_header("name,age\nx,1\ny,2\n"))
for cls in csv.Dialect, csv.Sniffer:
    try:
        print(cls().__class__.__name__)
    except csv.Error as err:
        print(err)


class Odd:
    def __iter__(self):
        yield "1,2"
        raise KeyError("inside")

    def __str__(self):
        return "odd,one"


try:
    print(list(csv.reader(Odd())))
except KeyError as err:
    print(repr(err))
csv.writer(out := io.StringIO()).writerow([Odd(), True, (1, 2)])
print(repr(out.getvalue()))

# Source bytes that cannot be decoded: the error, what it tells of the place, and its attributes.
sources = [
    b"# coding: uft-8\n",
    b"\xef\xbb\xbf# coding: latin-1\n",
    b"# coding: utf-8\n'\xff'\n",
    b"x = '\xff'\n",
    b"x=1\n\n\x00",
    b"x = (",
    b"'abc",
    b"  x\n y\n",
    b"# coding: ascii\n'\xe9'\n",
    b"# coding: cp932\n'\x80\xff'\n",
]
for source in sources:
    try:
        print(compile(source, "name", "exec").co_name)
    except SyntaxError as e:
        print(type(e).__name__, e.args, vars(e))
        print(e.msg, e.filename, e.lineno, e.offset, e.text, e.end_lineno, e.end_offset, e.print_file_and_line)

from pygments import highlight, lex
from pygments.formatters import HtmlFormatter, NullFormatter, TerminalFormatter
from pygments.lexers import JsonLexer, PythonLexer, get_lexer_by_name, guess_lexer_for_filename

CODE = 'class A(B):\n    """doc"""\n    x = f"{1 + 2!r:>3}"  # note\n    def m(self, *a): return a[0] if a else None\n'
print(highlight(CODE, PythonLexer(), HtmlFormatter(linenos="table", cssclass="src")))
print(highlight(CODE, PythonLexer(), TerminalFormatter()))
print(list(lex('{"a": [1, true]}', JsonLexer())))
print(get_lexer_by_name("c++"), guess_lexer_for_filename("x.py", CODE))
print(highlight("select 1 from t; -- x", get_lexer_by_name("sql"), NullFormatter()))

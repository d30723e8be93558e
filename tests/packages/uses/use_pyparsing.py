import pyparsing as pp

integer = pp.Word(pp.nums).set_parse_action(lambda t: int(t[0]))
expr = pp.infix_notation(integer, [
    (pp.one_of("* /"), 2, pp.OpAssoc.LEFT), (pp.one_of("+ -"), 2, pp.OpAssoc.LEFT)])
print(expr.parse_string("1 + 2 * (3 - 4)", parse_all=True).as_list())
word = pp.Word(pp.alphas)
entry = pp.Group(word("key") + pp.Suppress("=") + (integer | pp.QuotedString('"'))("value"))
table = pp.DelimitedList(entry)
for row in table.parse_string('a=1, b="two words", c = 33'):
    print(row.key, repr(row.value), row.as_dict())
for text in ("a=", "a=1, b", "1 + "):
    try:
        table.parse_string(text, parse_all=True)
    except pp.ParseException as err:
        print(err.loc, err.lineno, err.column, err)
print([t.as_list() for t, s, e in integer.scan_string("a1b22c333")], integer.transform_string("x 7 y"))

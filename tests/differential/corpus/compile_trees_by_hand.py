"""compile() of syntax trees made by hand: the error of each rule that a tree can break."""
import ast, sys
def t(tree, mode="exec"):
    try:
        c = compile(tree, "f", mode); print("ok", eval(c))
    except BaseException as e: print(type(e).__name__, e)
E = lambda x: ast.Expression(ast.fix_missing_locations(x) if isinstance(x, ast.AST) else x)
t(E(ast.Constant(3)), "eval"); t(ast.Expression(ast.Constant(3)), "eval")
t(ast.Module([ast.Pass()], [])); t(ast.Module(5, [])); t(ast.Module([5], [])); t(ast.Module([None], [])); t(ast.Module([ast.stmt()], []))
t(E(5), "eval"); t(E(ast.Name("a")), "eval"); t(E(ast.Name(5, ast.Load())), "eval"); t(E(ast.Name(None, ast.Load())), "eval"); t(E(ast.Name("x", 5)), "eval")
t(E(ast.Name("x", ast.Store())), "eval"); t(E(ast.Name("True", ast.Load())), "eval")
class MyInt(int): pass
t(E(ast.Constant(MyInt(3))), "eval"); t(E(ast.Constant([1])), "eval"); t(E(ast.Constant((1, [2]))), "eval"); t(E(ast.Constant((1, frozenset([2.0, "a"])))), "eval"); t(E(ast.Constant(...)), "eval")
x = ast.fix_missing_locations(ast.Expression(ast.Constant(3))); x.body.lineno = "a"; t(x, "eval"); x.body.lineno = 2**40; t(x, "eval"); x.body.lineno = 5; t(x, "eval"); del x.body.lineno; t(x, "eval"); x.body.lineno = 1; x.body.end_lineno = None; t(x, "eval"); x.body.end_lineno = 0; t(x, "eval")
t(ast.Expression(ast.Constant(3)), "exec"); t(ast.Module([], []), "single")
t(E(ast.BoolOp(ast.And(), [ast.Constant(1)])), "eval"); t(E(ast.Compare(ast.Constant(1), [ast.Lt()], [])), "eval"); t(E(ast.Dict([None], [ast.Dict([], [])])), "eval"); t(E(ast.Dict([ast.Constant(1)], [])), "eval")
t(E(ast.Constant("a", kind="u")), "eval"); t(E(ast.Constant("a", kind=5)), "eval")
class Sub(ast.Constant): pass
t(E(Sub(9)), "eval")
class Fake:
    lineno = col_offset = 1
t(E(Fake()), "eval")
class Name: pass
t(E(Name()), "eval")
class L(list): pass
t(ast.fix_missing_locations(ast.Module(L([ast.Expr(ast.Constant(1))]), [])))
class Evil(ast.Constant):
    @property
    def value(self):
        body.append(1); return 3
body = [ast.Expr(Evil())]; m = ast.Module(body, [])
for n in body: n.lineno = n.col_offset = 1
body[0].value.lineno = body[0].value.col_offset = 1
t(m)
node = ast.Constant(1)
for _ in range(200): node = ast.UnaryOp(ast.USub(), node)
t(E(node), "eval")
def deep(n):
    node = ast.Constant(1, lineno=1, col_offset=0)
    for _ in range(n): node = ast.UnaryOp(ast.USub(), node, lineno=1, col_offset=0)
    return ast.Expression(node)
for n in (2000, 3000,  6000, 9000, 10100): t(deep(n), "eval")
a = ast.arguments(); t(ast.fix_missing_locations(ast.Module([ast.FunctionDef("f", a, [ast.Pass()], [])], [])))
t(ast.fix_missing_locations(ast.Module([ast.FunctionDef("f", a, [], [])], [])))
t(ast.fix_missing_locations(ast.Module([ast.FunctionDef("f", None, [ast.Pass()], [])], [])))
t(ast.fix_missing_locations(ast.Module([ast.FunctionDef(args=a, body=[ast.Pass()], decorator_list=[])], [])))
t(ast.fix_missing_locations(ast.Module([ast.ImportFrom("os", [ast.alias("path")])], []))); t(ast.fix_missing_locations(ast.Module([ast.ImportFrom("os", [])], [])))
t(ast.fix_missing_locations(ast.Module([ast.Global([])], []))); t(ast.fix_missing_locations(ast.Module([ast.Global([1])], [])))
t(ast.fix_missing_locations(ast.Module([ast.Match(ast.Constant(1), [ast.match_case(ast.MatchValue(ast.Constant(1)), None, [ast.Pass()])])], [])))
p = ast.MatchAs(); p.lineno = p.col_offset = 1; mm = ast.Match(ast.Constant(1, lineno=1, col_offset=1), [ast.match_case(p, None, [ast.Pass(lineno=1, col_offset=1)])], lineno=1, col_offset=1); t(ast.Module([mm], []))
print(ast.dump(compile("1+2", "f", "eval", ast.PyCF_OPTIMIZED_AST))); print(ast.dump(compile(ast.parse("1+2", mode="eval"), "f", "eval", ast.PyCF_OPTIMIZED_AST)))
try: ast.parse("match x:\n case 1: pass", feature_version=(3, 9))
except SyntaxError as e: print(e.args)
try: ast.parse("(x := 1)", feature_version=(3, 7))
except SyntaxError as e: print(e.args)

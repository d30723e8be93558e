import ast, contextlib, contextvars, dis, inspect, io, linecache, pprint, tokenize, traceback, logging, argparse, queue, threading


@contextlib.contextmanager
def managed(x):
    print("enter", x)
    try:
        yield x
    finally:
        print("exit", x)


with managed(1) as v, contextlib.suppress(ValueError), contextlib.ExitStack() as stack:
    stack.callback(print, "callback")
    stack.enter_context(managed(2))
    raise ValueError
out = io.StringIO()
with contextlib.redirect_stdout(out):
    print("captured")
print(repr(out.getvalue()))
var = contextvars.ContextVar("var", default=0)
ctx = contextvars.copy_context()
print(ctx.run(lambda: (var.set(5), var.get())[1]), var.get(), ctx[var], len(ctx))
token = var.set(3)
print(token.old_value is contextvars.Token.MISSING, token.var is var, var.get())
var.reset(token)
print(var.get())
tree = ast.parse("x = 1 + 2 * y\ndef f(a, *b): return [i for i in a if i]")
print(ast.dump(tree.body[0]), ast.unparse(tree), len(list(ast.walk(tree))))


class Fold(ast.NodeTransformer):
    def visit_Name(self, node):
        return ast.copy_location(ast.Constant(7), node) if isinstance(node.ctx, ast.Load) else node


folded = ast.fix_missing_locations(Fold().visit(ast.parse("z = y + q")))
ns = {}
exec(compile(folded, "<tree>", "exec"), ns)
print(ns["z"], ast.literal_eval("{'a': [1, (2, None)]}"), isinstance(tree, ast.Module), ast.Name("q", ast.Load()).id)
for bad in ("1 +", "f(", "a b"):
    try:
        ast.parse(bad)
    except SyntaxError as e:
        print(e.msg, e.lineno, e.offset)


def sample(a, b=2, *c, d, e=3, **f):
    """doc"""
    return a + b


dis.dis(sample)
print(inspect.signature(sample), inspect.getdoc(sample), inspect.isfunction(sample), inspect.getsource(sample).splitlines()[0])
print([t.string for t in tokenize.generate_tokens(io.StringIO("a = b + 1  # c\n").readline)])
try:
    {}["k"]
except KeyError:
    print(traceback.format_exc().splitlines()[-1], len(traceback.extract_stack()))
print(linecache.getline(__file__, 1).strip()[:30])
pprint.pprint({"a": list(range(30)), "b": {"c": "x" * 60, "d": ["y" * 30] * 2}})
handler = logging.StreamHandler(out)
logging.getLogger("x").addHandler(handler)
logging.getLogger("x").warning("careful %d", 3)
print(out.getvalue().splitlines()[-1])
parser = argparse.ArgumentParser(prog="p")
parser.add_argument("--n", type=int, default=1)
parser.add_argument("rest", nargs="*")
print(parser.parse_args(["--n", "4", "a", "b"]), parser.format_usage().strip())
q = queue.Queue()
found = []


def work():
    while (x := q.get()) is not None:
        found.append(x * x)


threads = [threading.Thread(target=work, name=f"w{i}") for i in range(3)]
for t in threads:
    t.start()
for i in range(10):
    q.put(i)
for _ in threads:
    q.put(None)
for t in threads:
    t.join()
print(sorted(found), threading.active_count(), threads[0].is_alive())
event, local = threading.Event(), threading.local()
local.x = 1
t = threading.Thread(target=lambda: (print(hasattr(local, "x")), event.set()))
t.start()
print(event.wait(5), local.x)
t.join()

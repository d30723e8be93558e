from rich.console import Console
from rich.markdown import Markdown
from rich.panel import Panel
from rich.pretty import pretty_repr
from rich.syntax import Syntax
from rich.table import Table
from rich.tree import Tree

console = Console(width=60, force_terminal=True, color_system="standard", legacy_windows=False)
table = Table(title="Table")
table.add_column("name", style="red")
table.add_column("n", justify="right")
table.add_row("one", "1")
table.add_row("[b]two[/b]", "22")
console.print(table)
tree = Tree("root")
tree.add("a").add("b")
console.print(Panel(tree, title="tree"))
console.print(Markdown("# head\n\n* item *em*\n\n`code`"))
console.print(Syntax("def f(): return 1", "python"))
console.print({"k": [1, 2.5, None, "s"]}, "[link]x")
print(pretty_repr({"a" * 30: list(range(20)), "b": ("x" * 50,)}, max_width=50))

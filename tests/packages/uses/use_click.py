import click
from click.testing import CliRunner


@click.group()
@click.option("--debug/--no-debug", default=False)
@click.pass_context
def cli(ctx, debug):
    """A tool with two commands."""
    ctx.obj = debug


@cli.command()
@click.argument("names", nargs=-1, required=True)
@click.option("--count", "-c", default=1, type=click.IntRange(1, 3), show_default=True, help="How often.")
@click.option("--style", type=click.Choice(["plain", "loud"]), default="plain")
@click.pass_obj
def greet(debug, names, count, style):
    """Greet NAMES."""
    for name in names * count:
        click.echo(f"hello {name}" if style == "plain" else f"HELLO {name.upper()}")
    click.secho(f"debug={debug}", fg="red")


@cli.command()
@click.option("--value", prompt=True, type=float)
def ask(value):
    click.echo(value * 2)


runner = CliRunner()
for arguments, given in ((["--help"], None), (["greet", "--help"], None), (["greet", "a", "b", "-c", "2"], None),
                         (["--debug", "greet", "x", "--style", "loud"], None), (["greet"], None),
                         (["greet", "a", "-c", "9"], None), (["nope"], None), (["ask"], "x\n2.5\n")):
    result = runner.invoke(cli, arguments, input=given)
    print(arguments, result.exit_code)
    print(result.output)

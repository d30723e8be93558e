import pluggy

spec, impl = pluggy.HookspecMarker("demo"), pluggy.HookimplMarker("demo")


class Spec:
    @spec
    def each(self, arg): ...

    @spec(firstresult=True)
    def first(self, arg): ...


class One:
    @impl
    def each(self, arg):
        return arg + 1

    @impl
    def first(self, arg):
        return "one"


class Two:
    @impl(trylast=True)
    def each(self, arg):
        return arg * 10

    @impl(wrapper=True)
    def first(self, arg):
        result = yield
        return f"<{result}>"


pm = pluggy.PluginManager("demo")
pm.add_hookspecs(Spec)
pm.register(One(), "one")
pm.register(Two())
print(pm.hook.each(arg=4), pm.hook.first(arg=None), pm.has_plugin("one"))
pm.unregister(name="one")
print(pm.hook.each(arg=4), pm.hook.first(arg=None))
try:
    pm.register(type("Bad", (), {"each": impl(lambda self, wrong: 1)})())
except pluggy.PluginValidationError as err:
    print(type(err).__name__)

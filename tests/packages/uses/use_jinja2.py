import jinja2
from markupsafe import Markup, escape

env = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True,
                         loader=jinja2.DictLoader({
    "base": "<html>{% block body %}base{% endblock %}</html>",
    "page": """{% extends 'base' %}
{% macro item(x, cls='a') -%}<li class="{{ cls }}">{{ x }}</li>{%- endmacro %}
{% block body %}{{ super() }}
  {% for name, n in rows|dictsort if n > 1 %}
  {{ loop.index }}/{{ loop.length }} {{ item(name ~ '<', cls=loop.cycle('odd', 'even')) }}
  {% else %}none{% endfor %}
  {{ rows.values()|sum }} {{ "%.2f"|format(3.14159) }} {{ missing|default('-') }} {{ [3,1,2]|sort|join(',') }}
{% endblock %}"""}))
print(env.get_template("page").render(rows={"b": 2, "a": 5, "z": 1}))
print(env.from_string("{{ x|e }}{{ y }}{% set z = 4 if x else 5 %}{{ z ** 2 }}").render(x="<&>", y=Markup("<b>")))
for text in ("{% if x %}", "{{ 1 / 0 }}", "{{ x.y.z }}", "{% for %}"):
    try:
        print(env.from_string(text).render())
    except (jinja2.TemplateError, ZeroDivisionError) as err:
        print(type(err).__name__, err)
print(escape("<'\">"), Markup("<i>%s</i>") % "<x>", Markup("a&lt;b").unescape(), Markup("<p>x</p>").striptags())

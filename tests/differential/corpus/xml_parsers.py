"""XML: expat and its handlers, character data in pieces and buffered, errors, ElementTree, minidom, sax, plistlib."""

import io
import plistlib
import xml.dom.minidom
import xml.etree.ElementTree as ET
import xml.sax
from xml.parsers import expat

TEXT = """<?xml version='1.0' encoding='utf-8'?>
<!DOCTYPE root [<!ELEMENT root (a|b)*><!ATTLIST a x CDATA "dflt"><!ENTITY e "entity text"><!NOTATION n SYSTEM "s">]>
<?target some data?>
<root xmlns:p="urn:p" one="1" two="&lt;2&gt;"><!-- a > comment -->
text &e; more > text<a/><p:b p:q="v">é日</p:b><![CDATA[raw <cdata> ]] > ]]>end
</root>
"""


def names():
    return [n for n in dir(expat.XMLParserType) if n.endswith("Handler") or n == "DefaultHandlerExpand"]


def recorder(parser, name, log):
    def handle(*args):
        log.append((name, args, parser.CurrentLineNumber, parser.CurrentColumnNumber, parser.CurrentByteIndex))
        return 1
    return handle


for skip, settings, data in [
    (("DefaultHandler", "DefaultHandlerExpand"), {}, TEXT), (("DefaultHandler",), {}, TEXT.encode()),
    (("DefaultHandlerExpand", "CommentHandler"), {"buffer_text": True, "ordered_attributes": True}, TEXT),
    ((), {"specified_attributes": True, "buffer_text": True, "buffer_size": 5}, TEXT),
    (names(), {}, TEXT),
]:
    log = []
    parser = expat.ParserCreate(namespace_separator="|" if settings else None)
    for key, value in settings.items():
        setattr(parser, key, value)
    for name in names():
        if name not in skip:
            setattr(parser, name, recorder(parser, name, log))
    print(parser.Parse(data, True), len(log), parser.CurrentLineNumber, parser.ErrorCode)
    for entry in log:
        print(entry)
log = []
parser = expat.ParserCreate()
parser.buffer_text = True
parser.CharacterDataHandler = log.append


def start(name, attrs):
    log.append(name)
    parser.CharacterDataHandler = None if name == "mute" else log.append


parser.StartElementHandler = start
for piece in ("<a>on", "e<b>two</b><!-- no -->th", "ree<mute>silent</mute>", "<c>loud</c></a>"):
    parser.Parse(piece)
print(parser.Parse("", True), log)


def fails(*args):
    raise KeyError(*args)


parser = expat.ParserCreate()
parser.EndElementHandler = fails
try:
    parser.Parse("<a><b/></a>", True)
except KeyError as err:
    print(repr(err), parser.EndElementHandler)
for bad in ("<a>", "<a></b>", "x", "<a b='1' b='2'/>", "<a>&none;</a>", "", "<a/><b/>", "<a>\0</a>", b"\xff<a/>",
            "<?xml version='1.0' encoding='nonesuch'?><a/>", "<a\n  <"):
    parser = expat.ParserCreate()
    try:
        print(parser.Parse(bad, True))
    except Exception as err:
        print(type(err).__name__, err, getattr(err, "code", 0), getattr(err, "lineno", 0), getattr(err, "offset", 0))
for call in [
    lambda: parser.foo, lambda: delattr(parser, "StartElementHandler"), lambda: setattr(parser, "buffer_size", 0),
    lambda: setattr(parser, "buffer_size", "x"), lambda: parser.Parse(5), lambda: expat.ParserCreate(5),
    lambda: expat.ParserCreate("x", "ab"), lambda: expat.ErrorString(3), lambda: parser.ParseFile(5),
    lambda: expat.ParserCreate(intern=5), lambda: expat.XMLParserType(), lambda: parser.ParseFile(io.StringIO("x")),
]:
    try:
        print(call())
    except Exception as err:
        print(type(err).__name__, err)
print(expat.errors.XML_ERROR_SYNTAX, expat.errors.codes[expat.errors.XML_ERROR_SYNTAX], expat.errors.messages[3])
parser = expat.ParserCreate()
print(parser.ParseFile(io.BytesIO(TEXT.encode() + b" " * 5000)), parser.SetBase("b"), parser.GetBase())
handled = []
parser = expat.ParserCreate()
parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_ALWAYS)


def external(context, base, system, public):
    sub = parser.ExternalEntityParserCreate(context)
    handled.append((context, base, system, public))
    sub.Parse("<inside>text</inside>", True)
    return 1


parser.ExternalEntityRefHandler = external
parser.CharacterDataHandler = handled.append
parser.Parse("<!DOCTYPE a [<!ENTITY x SYSTEM 'file'>]><a>&x;after</a>", True)
print(handled)

root = ET.fromstring("<r a='1'><x>one</x>tail<y k='&amp;'/><!-- c --></r>")
print([(e.tag, e.text, e.tail, e.attrib) for e in root.iter()], ET.tostring(root))
print(root.find("x").text, root.findall("*")[1].get("k"), ET.tostring(ET.XML(TEXT), encoding="unicode"))
print([(event, element.tag) for event, element in ET.iterparse(io.BytesIO(b"<a><b/><c>d</c></a>"), ("start", "end"))])
try:
    ET.fromstring("<a>")
except ET.ParseError as err:
    print(err, err.position, err.code)
ET.indent(root)
print(ET.tostring(root, encoding="unicode"))
dom = xml.dom.minidom.parseString(TEXT)
print(dom.documentElement.tagName, [n.nodeName for n in dom.documentElement.childNodes], dom.doctype.name)
print(dom.documentElement.toxml())


class Handler(xml.sax.ContentHandler):
    def startElement(self, name, attrs):
        print("start", name, dict(attrs))

    def characters(self, content):
        print("text", repr(content))


xml.sax.parseString(b"<a b='c'>d<e/></a>", Handler())
try:
    xml.sax.parseString(b"<a>", Handler())
except xml.sax.SAXParseException as err:
    print(err)
value = {"a": [1, 2.5, True, "é"], "b": b"bytes", "c": {"d": []}}
print(plistlib.loads(plistlib.dumps(value)) == value, plistlib.loads(plistlib.dumps(value, fmt=plistlib.FMT_BINARY)) == value)

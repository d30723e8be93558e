import idna

print(idna.encode("ドメイン.テスト"), idna.decode("xn--eckwd4c7c.xn--zckzah"), idna.encode("Königsgäßchen", uts46=True))
for text in ("a" * 70, "-a", "x..y", "\u0378"):
    try:
        print(idna.encode(text))
    except idna.IDNAError as err:
        print(type(err).__name__, err)

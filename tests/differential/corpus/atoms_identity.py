"""Which results are the operand itself or a shared object."""

import sys
class S(str): pass
class X:
    def __format__(self, spec): return S('subby')
    def __str__(self): return S('strsub')
    def __repr__(self): return S('reprsub')
s = "hello there"
t = S("hello S")
def show(n, r, *xs):
    print(n, type(r).__name__, r, [r is x for x in xs], sys.getrefcount(r)>4e9)
show(1,'{}'.format(X()))
show(2,'{!s}'.format(X()))
show(3,'{!r}'.format(X()))
show(4,'%s'%X()); show(5,'%r'%X()); show(6,'%s'%t,t); show(7,'{}'.format(t),t); show(8,format(t),t); show(9,format(X()))
show(10,f'{X()}'); show(11,f'{t}',t); show(12,f'{X()!s}'); show(13,f'{s}',s)
show(14,'{}'.format(s),s); show(15,'{:s}'.format(s),s); show(16,'{:5}'.format(s),s); show(17,'{:.50}'.format(s),s)
show(18,'%s'%s,s); show(19,'%5s'%s,s); show(20,'%.20s'%s,s); show(21,'%s%s'%('',s),s); show(22,'%s%s'%(s,''),s)
show(23,'{}{}'.format('',s),s); show(24,'{}{}'.format(s,''),s); show(25,s.format(),s); show(26,s%(),s); show(27,s%{},s)
show(28,t.format(),t); show(29,t%(),t); show(30,format(s,'s'),s); show(31,format(s,'5'),s); show(32,s.__format__(''),s)
show(33,'%-20s'%s,s); show(34,'%+s'%s,s); show(35,'%a'%s,s); show(36,'{0!s}'.format(s),s); show(37,'{0}'.format(5)); show(38,'%d'%5); show(39,str(5)); show(40,repr(5));show(41,format(5));show(42,format(5,'d'));show(43,f'{5}');show(44,'%c'%65);show(45,'%x'%10);show(46,format(1.0,'g'));show(47,'%g'%1.0);show(48,format('\xe9','s'));show(49,'%s'%'\xe9')
show(50,s.replace('q','x'),s);show(51,s.translate({}),s);show(52,s.expandtabs(),s);show(53,s.zfill(2),s);show(54,s.center(3),s);show(55,s.ljust(3),s);show(56,s.lower(),s);show(57,s.casefold(),s);show(58,s.strip(),s);show(59,s.removeprefix('q'),s);show(60,s[:],s);show(61,s*1,s);show(62,s+'',s);show(63,''+s,s);show(64,''.join([s]),s);show(65,str(s),s);show(66,s.join(['']),s);show(67,s.split('q')[0],s);show(68,s.splitlines()[0],s);show(69,s.partition('q')[0],s);show(70,s.rpartition('q')[2],s);show(71,s.rsplit('q')[0],s)
show(72,s.split()[0],s);show(73,'hello'.split()[0],'hello');show(74,s.encode().decode(),s);show(75,s.upper().lower(),s);show(76,'a'.upper());show(77,'ab'[0]);show(78,chr(200));show(79,chr(300));show(80,'\u1234'[0],'\u1234');show(81,s.swapcase().swapcase(),s);show(82,'HELLO X'.title());show(83,s.capitalize(),s);show(84,t.strip(),t);show(85,t[:],t);show(86,str(t),t);show(87,t*1,t);show(88,t+'',t);show(89,''+t,t);show(90,t.replace('q','x'),t);show(91,t.zfill(1),t)
b=b'hello there'
class B(bytes): pass
c=B(b'hello')
show(101,b[:],b);show(102,b*1,b);show(103,b+b'',b);show(104,b''+b,b);show(105,bytes(b),b);show(106,b.strip(),b);show(107,b.replace(b'q',b''),b);show(108,b.translate(None),b);show(109,b.split(b'q')[0],b);show(110,b.partition(b'q')[0],b);show(111,b.splitlines()[0],b);show(112,b.zfill(1),b);show(113,b.center(1),b);show(114,b.ljust(1),b);show(115,b.expandtabs(),b);show(116,b.lower(),b);show(117,b''.join([b]),b);show(118,b.removesuffix(b'q'),b);show(119,c[:],c);show(120,bytes(c),c);show(121,c.strip(),c);show(122,c+b'',c);show(123,b[:1]);show(124,b'%s'%b,b);show(125,b.rsplit()[0],b);show(126,b'hello'.split()[0]);show(127,b.__bytes__(),b);show(128,c.__bytes__(),c);show(129,b.partition(b'lo')[1]);show(130,b'abcd'.upper().lower());show(131,b.rpartition(b'q')[2],b)
sep=b'the'; show(132,b.partition(sep)[1],sep); sep=bytearray(b'the'); show(133,b.partition(sep)[1],sep); show(134,bytearray(b).partition(sep)[1],sep); show(135,b'a'.join([c]),c); show(136,b''.join([c]),c)
i=10**20
class I(int): pass
j=I(10**20)
show(140,i+0,i);show(141,+i,i);show(142,int(i),i);show(143,i*1,i);show(144,i|0,i);show(145,abs(i),i);show(146,int(j),j);show(147,+j,j);show(148,j.__index__(),j);show(149,round(i),i);show(150,round(i,2),i);show(151,i.real,i);show(152,j.real,j);show(153,i.numerator,i);show(154,i.conjugate(),i);show(155,round(j),j);show(156,i>>0,i);show(157,i<<0,i);show(158,i//1,i);show(159,i&-1,i);show(160,i-0,i);show(161,i**1,i);show(162,i.as_integer_ratio()[0],i);show(163,round(j,-1),j);show(164,round(i,-1),i)
f=1.5
show(170,+f,f);show(171,float(f),f);show(172,f.real,f);show(173,abs(f),f);show(174,f.conjugate(),f);show(175,f*1,f);show(176,f.__getnewargs__()[0],f);show(177,round(f,1),f)
z=1j
show(180,+z,z);show(181,complex(z),z);show(182,z.conjugate(),z);show(183,z.__complex__(),z)
show(190,str(True),repr(True));show(191,str(None),repr(None));show(192,bool(1));show(193,True&True);show(194,int(True));show(195,+True);show(196,True.real)
show(200,b'x'.decode());show(201,b''.decode());show(202,'x'.encode());show(203,''.encode());show(204,'\xe9'.encode('latin-1'));show(205,b'\xe9'.decode('latin-1'));show(206,bytes([65]));show(207,bytes(1));show(208,bytes(0));show(209,bytes('A','ascii'));show(210,bytes.fromhex('41'));show(211,(65).to_bytes());show(212,b'ab'[:1]);show(213,'ab'.replace('b',''));show(214,str(b'x','ascii'));show(215,'a'.encode('utf-16-le')[:1]);show(216,'x'.encode('ascii'));show(217,'x'.encode('utf-7'));show(218,'x'.encode('cp1252'));show(219,memoryview(b'x').tobytes());show(220,bytes(bytearray(b'x')));show(221,bytearray(b'x').hex()[:1]);show(222,'%c'%'x','x');show(223,'x'.zfill(1));show(224,'x'.join('y'));show(225,b'x'.join([b'y']));show(226,'-'.encode('cp437'));show(227,'-'.encode('unicode_escape'));show(228,b'%c'%65);show(229,b'%b'%b'q')
show(230,b'-'.decode('cp437'));show(231,b'-'.decode('utf-7'));show(232,b'-'.decode('cp1252'));show(233,'-'.encode('utf-16-le'));show(234,b'-'.decode('unicode_escape'));show(235,b'-'.decode('raw_unicode_escape'));show(236,'-'.encode('latin-1'));show(237,'-'.encode('utf-8-sig'));show(238,'-'.encode('ascii','replace'));show(239,'\u1234'.encode('ascii','replace'));show(240,'\u1234'.encode('cp1252','replace'));show(241,''.encode('cp1252'));show(242,b''.decode('cp1252'));show(243,'-'.encode('raw_unicode_escape'))

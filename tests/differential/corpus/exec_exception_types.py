import sys, builtins, errno
def t(fn,*a,**k):
    try: print(repr(fn(*a,**k))[:200])
    except BaseException as e: print(type(e).__name__, e, e.args)
excs=sorted((c for c in vars(builtins).values() if isinstance(c,type) and issubclass(c,BaseException)),key=lambda c:c.__name__)
for c in excs:
    print(c.__name__, [b.__name__ for b in c.__mro__], c.__basicsize__)
    for args in ((),('a',),('a','b'),(1,'b','c'),(2,'b','c',None,'d'),('a',[ValueError(1)])):
        try: e=c(*args)
        except Exception as x: print('  ',args,type(x).__name__,x); continue
        print('  ',args,type(e).__name__,repr(e),str(e) if c.__name__ not in('UnicodeDecodeError',) else '', e.args, e.__dict__)
        r=e.__reduce__(); print('    ',r[1:])
    try: c(x=1)
    except TypeError as x: print('   kw',x)
    try: c('a',name='n')
    except TypeError as x: print('   kw',x)
e=OSError(2,'msg','f1',None,'f2'); print(type(e),e.errno,e.strerror,e.filename,e.filename2,str(e),repr(e),e.args,e.__reduce__()); t(lambda:e.characters_written)
for n in range(1,140):
    x=OSError(n,'m')
    if type(x) is not OSError: print(n,type(x).__name__)
e=BlockingIOError(11,'m',5); print(e.characters_written,e.args); e.characters_written=7; print(e.characters_written); t(setattr,e,'characters_written','x'); del e.characters_written; t(lambda:e.characters_written); t(delattr,e,'characters_written')
class MyOS(OSError):
    def __init__(self,*a): super().__init__(*a[:2]); self.x=1
print(repr(MyOS(2,'a','f')),type(MyOS(2,'x')))
class MyOS2(OSError):
    def __new__(cls,*a): return super().__new__(cls,*a)
print(repr(MyOS2(13,'a','f')), MyOS2(13,'a','f').filename)
e=OSError(1,'a'); e.errno=5; e.filename='zz'; print(e, e.args); del e.filename; print(e); e.strerror=None; print(e)
e=OSError('only'); print(e.errno,e.strerror,e.filename)
s=SyntaxError('msg',('fn',3,5,'text line\n',3,9)); print(s,s.lineno,s.offset,s.text,s.end_lineno,s.end_offset,s.filename,s.msg,s.print_file_and_line)
for d in (('fn',),('fn',1,2),('fn',1,2,'t'),('fn',1,2,'t',3),('fn',1,2,'t',3,4,5),'abcd',5,('fn','x',2,'t')):
    t(SyntaxError,'m',d); 
    try: print(str(SyntaxError('m',d)))
    except BaseException as x: print(type(x).__name__)
s.filename='/a/b/c.py'; print(s); s.filename=None; print(s); s.lineno=None; print(s); s.msg=5; print(s); s.filename='q'; print(s); del s.msg; t(str,s)
u=UnicodeDecodeError('utf-8',b'ab\xffcd',2,3,'why'); print(u,u.object,u.start,u.end,u.reason,u.encoding); u.end=4; print(u); u.start=9; print(u); u.start=-5; print(u, u.start); u.reason=5; t(str,u); u.start=0; t(setattr,u,'start','x'); t(delattr,u,'start'); del u.object; t(lambda:u.object); t(str,u)
u=UnicodeEncodeError('ascii','a\u1234\U0001F600\udc80',1,2,'r'); print(u); u.start=2;u.end=3; print(u); u.start=3;u.end=4; print(u); u.end=9; print(u); u.object=1; t(str,u); u.encoding=1; t(str,u)
u=UnicodeTranslateError('abc\xe9',3,4,'r'); print(u); u.start=0; print(u); t(UnicodeTranslateError,b'a',1,2,'r'); t(UnicodeEncodeError,'a',b'x',1,2,'r'); t(UnicodeDecodeError,'a','x',1,2,'r'); t(UnicodeDecodeError,'a',bytearray(b'x'),1,2,'r'); t(UnicodeDecodeError,'a',memoryview(b'x'),0,1,'r'); t(UnicodeEncodeError,1,2,3); t(UnicodeEncodeError,'a','b',1.5,2,'r')
st=StopIteration(1,2); print(st.value,st.args); st.value=9; print(st.value,st.args); print(StopIteration().value)
x=SystemExit(1,2); print(x.code); print(SystemExit().code, SystemExit('a').code)
i=ImportError('m',name='n',path='p',name_from='f'); print(i.name,i.path,i.msg,i.name_from,repr(i),i.__reduce__()); t(ImportError,x=1); t(ImportError,1,2,name=3,y=4); print(ImportError(1,2).msg, ImportError(5).msg, str(ImportError(5))); i.msg='zz'; print(i); i.msg=None; print(i)
k=KeyError('a'); print(str(k),str(KeyError()),str(KeyError(1,2)))
a=AttributeError('m',name='n',obj=[1]); print(a.name,a.obj,a.__reduce__(),a.__getstate__()); n=NameError('m',name='q'); print(n.name,n.__reduce__()); t(NameError,'a',obj=1); a2=AttributeError('m'); print(a2.name,a2.obj,a2.__reduce__(),a2.__getstate__())
b=ValueError('x'); t(b.with_traceback,5); t(b.with_traceback,None); t(b.add_note,5); b.add_note('n1'); b.add_note('n2'); print(b.__notes__); b.__notes__=5; t(b.add_note,'z'); del b.__notes__; b.add_note('q'); print(b.__notes__, b.__dict__, b.__reduce__())
t(b.__setstate__,5); t(b.__setstate__,{'foo':1}); print(b.foo); t(b.__setstate__,None); t(b.__setstate__,{1:2})
t(setattr,b,'__traceback__',5); t(delattr,b,'__traceback__'); t(setattr,b,'__cause__',5); t(delattr,b,'__cause__'); t(setattr,b,'__context__','x'); t(delattr,b,'__context__'); t(setattr,b,'__suppress_context__',1); t(delattr,b,'__suppress_context__'); b.__cause__=KeyError(); print(b.__suppress_context__); b.args='ab'; print(b.args); t(setattr,b,'args',5); t(delattr,b,'args'); t(setattr,b,'__dict__',5); b.__dict__={'z':1}; print(b.z)
t(BaseException.__new__); t(BaseException.__new__,int); t(BaseException.__init__,1); t(ValueError.__init__,KeyError()); t(OSError.__new__,ValueError); t(OSError.__new__, OSError, 1, 'x'); t(ValueError.__str__, 5)
class E2(ValueError):
    __slots__=('q',)
    def __init__(self,*a,**k): self.q=k
print(E2(1,z=2).q, E2(1,2).args, repr(E2('r')))
class E3(Exception):
    def __str__(self): return 5
t(str,E3()); t(repr,E3(1))
class E4(Exception): args=property(lambda s:('fake',))
print(E4(1), repr(E4(1)), E4(1).args)
print(sys.getrefcount(ValueError('q')), sys.getsizeof(ValueError()), sys.getsizeof(OSError()), sys.getsizeof(KeyError('a',1)))

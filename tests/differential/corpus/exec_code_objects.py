class types: CodeType=type((lambda:0).__code__)
def f(a,b=1,*c,d,**e): 
    x=1
    return lambda: x
co=f.__code__
def t(fn,*a,**k):
    try: print(repr(fn(*a,**k))[:60])
    except BaseException as e: print(type(e).__name__, e)
C=types.CodeType
base=[0,0,0,0,1,0,b'\x95\x00g\x00',(None,),(),(),'f','n','q',1,b'',b'']
t(C); t(C,*base); t(C,*base,x=1)
for i in range(len(base)):
    for v in (None,-1,'s',b'x',('a',1),2**40,1.5):
        a=list(base); a[i]=v; print(i,v,end=' '); t(C,*a)
t(C,*base,1); t(C,*base,(),1); t(C,*base,(1,)); t(C,*base,(),('a','a'))
t(co.replace, 1); t(co.replace,x=1); t(co.__replace__,x=1); t(co.replace,co_argcount=-1); t(co.replace,co_posonlyargcount=9);t(co.replace,co_code=1);t(co.replace,co_nlocals=1)
t(co.replace,co_argcount=9);t(co.replace,co_code=b'a'); t(co._varname_from_oparg,0);t(co._varname_from_oparg,99);t(co._varname_from_oparg,-1);t(co._varname_from_oparg)
t(setattr,co,'co_name','x'); t(delattr,co,'co_name'); t(setattr,co,'co_varnames',1)
print(hash(co)); print(co==co.replace(), co==co.replace(co_name='z'), co<co if 0 else 0, co.__eq__(1), hash(co)==hash(co.replace()))
import sys
print(co.__sizeof__(), sys.getsizeof(co))
print(list(co.co_lines())); print(list(co.co_positions())[:4]); print(type(co.co_lines()), type(co.co_positions()))
print(co.co_names is co.co_names, co.co_varnames is co.co_varnames, co.co_code is co.co_code, co.co_lnotab)

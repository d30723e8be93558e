import sys
def t(fn,*a,**k):
    try: print(repr(fn(*a,**k))[:120])
    except BaseException as e: print(type(e).__name__, e, e.args)
class X:
    def __index__(self): return 5
class B:
    def __bool__(self): return 5
class L:
    def __len__(self): return -1
class L2:
    def __len__(self): return 'x'
class L3:
    def __len__(self): return 2**70
for f in (abs,all,any,ascii,bin,callable,chr,divmod,format,hash,hex,id,len,oct,ord,pow,repr,round,sum,sorted,min,max,iter,next,print,vars,dir,eval,exec,compile,isinstance,issubclass,getattr,setattr,hasattr,delattr,__import__,input,aiter,anext,__build_class__,breakpoint if 0 else len):
    print(f.__name__); (f is not vars and t(f)); t(f,*[1]*9); t(f,zz=1)
    if f in (abs,all,any,bin,chr,hash,hex,len,oct,ord,round,sum,sorted,min,max,iter,next,vars,eval,exec,aiter): 
        for a in (None,'ab',b'ab',1.5,-3,[],object,2**70,(),{}, X()): 
            if f is hash and (a is None or a is object or isinstance(a,X)): continue
            if f is vars: continue
            if f is iter and isinstance(a,(list,dict,tuple,str,bytes)): continue
            if f is vars and a is object: continue
            if f is hash and a is object: continue
            if f in (eval,exec) and isinstance(a,(str,bytes)): continue
            t(f,a)
t(bool,B()); t(len,L()); t(len,L2()); t(len,L3()); t(all,[B()]); 
t(divmod,5,0); t(divmod,5.0,0); t(divmod,'a',1); t(pow,2,-1,5); t(pow,2,3,0); t(pow,2.0,3,4); t(pow,0,-1); t(pow,'a',2); t(pow,2,3,mod=5); t(pow,base=2,exp=3); t(pow,2,exp=None); t(pow,2,X()); t(pow,X(),2)
t(round,2.5); t(round,2.567,2); t(round,1,None); t(round,'a'); t(round,number=3.7); t(round,3,ndigits=-1); t(round,1.5,'x'); t(round,object())
t(sum,[1,2],10); t(sum,['a'],''); t(sum,[b'a'],b''); t(sum,[bytearray(b'a')],bytearray()); t(sum,[[1],[2]],[]); t(sum,[1,'a']); t(sum,[0.1]*10); t(sum,[1,2],start=5); t(sum,iterable=[1]); t(sum,[1e308,1e308,-1e308]); t(sum,[1j,2.0,3]); t(sum,[True,2**70,1.5]); t(sum,5)
t(sorted,[3,1,2],reverse=True); t(sorted,'bca',key=str.upper); t(sorted,[1,'a']); t(sorted,[1],None,True); t(sorted,[1],key=5); t(sorted,[2,1],reverse='x'); t(sorted,iterable=[1]); t(sorted,[1],foo=1)
for f in (min,max):
    t(f,[]); t(f,[],default=None); t(f,1,2,default=3); t(f,[3,1],key=lambda x:-x); t(f,1,2,key=None); t(f,1,'a'); t(f,[1],[2],key=len); t(f,[1],foo=1); t(f,1); t(f,key=len); t(f,'abc','abd'); t(f,*[5]); t(f,[],key=5); t(f,[1,2],key=5); t(f,{})
t(iter,5,6); t(iter,lambda:1,1); t(list,iter(lambda it=iter([1,2,3]):next(it),3)); t(iter,[],1); t(next,[]); t(next,iter([])); t(next,iter([]),7); t(next,iter([1])); t(next,5,5)
class BadIter:
    def __iter__(self): return 5
class NoneIter: __iter__=None
class GI:
    def __getitem__(self,i): return i
t(iter,BadIter()); t(iter,NoneIter()); t(iter,GI()); t(iter,5)
t(isinstance,1,5); t(isinstance,1,(int,5)); t(isinstance,'a',(int,5)); t(isinstance,1,int|str); t(isinstance,1,list[int]); t(isinstance,1,int|list[int]); t(issubclass,5,int); t(issubclass,int,5); t(issubclass,bool,(str,(int,))); t(issubclass,int,int|str); t(isinstance,1,()); t(issubclass,list[int],list)
class M(type):
    def __instancecheck__(c,o): return 'yes'
    def __subclasscheck__(c,o): 1/0
class MC(metaclass=M): pass
t(isinstance,1,MC); t(issubclass,int,MC); t(isinstance,MC(),MC)
class A: pass
o=A(); t(getattr,o,'x'); t(getattr,o,'x',5); t(getattr,o,5); t(getattr,o,'x',default=1); t(setattr,o,5,1); t(setattr,o,'x',1); t(hasattr,o,'x'); t(hasattr,o,5); t(delattr,o,'x'); t(delattr,o,'x'); t(delattr,o,5); t(hasattr,o,'\udc80'); t(setattr,1,'x',1); t(delattr,1,'real'); t(setattr,int,'x',1); t(getattr,1,'\u1234')
class P:
    @property
    def boom(self): raise ValueError('boom')
    @property
    def ae(self): raise AttributeError('inner')
t(hasattr,P(),'boom'); t(hasattr,P(),'ae'); t(getattr,P(),'ae',3); t(getattr,P(),'ae')
t(chr,-1); t(chr,0x110000); t(chr,True); t(chr,'a'); t(ord,''); t(ord,'ab'); t(ord,b'a'); t(ord,bytearray(b'xy')); t(ord,5); t(chr,2**40)
t(format,1,'d'); t(format,1,5); t(format,o,'x'); t(format,'a','>5'); t(format,None); t(format,1,''); 
class F:
    def __format__(self,s): return 5
t(format,F(),''); t(format,F())
class R:
    def __repr__(self): return 5
    def __hash__(self): return 'x'
    def __dir__(self): return 5
    def __dict__(self): pass
t(repr,R()); t(ascii,R()); t(hash,R()); t(dir,R()); t(str,R()); t(hash,[]); t(hash,{}); t(hash,set())
class H:
    def __hash__(self): return 2**100
class H2: __hash__=None
class H3:
    def __hash__(self): return -1
t(hash,H()); t(hash,H2()); t(hash,H3()); t(id,1,2); t(callable,5); t(callable,A); t(vars,5); t(vars,A()); t(dir,5,6)
class D:
    def __dir__(self): return ['b','a',3]
class D2:
    def __dir__(self): return iter('ba')
t(dir,D()); t(dir,D2())
t(print,1,sep=5); t(print,1,end=5); t(print,1,foo=1); t(print,1,file=5); t(print,'a','b',sep='',end='!\n'); print(1,2,sep=None,end=None,file=None,flush=True)
class W:
    def write(self,s): out.append(s)
    def flush(self): out.append('FL')
out=[]; print(1,'x',sep='-',file=W(),flush=True); print(out)
t(ascii,'a\u1234\U0001F600\x80\udc80\n'); t(bin,-5); t(oct,8); t(hex,255); t(bin,X()); t(bin,1.5); t(abs,-5); t(abs,'a')
t(compile,'1','f','bad'); t(compile,'1','f','exec',999999999); t(compile,'1','f','exec',0,0,5); t(compile,5,'f','exec'); t(compile,'1',5,'exec'); t(compile,'1\x00','f','exec'); t(compile,'(','f','exec'); t(compile,'1','f',5); t(compile,b'1','f','eval'); t(compile,'1','f','exec','x'); t(compile,'1','f','func_type'); t(compile,source='1',filename='f',mode='eval'); t(compile,'a b','f','eval'); t(compile,bytearray(b'1'),b'f','eval'); t(compile,'1','f','single'); t(compile,'x\ny','f','single'); t(compile,memoryview(b'1'),'f','eval'); t(compile,b'\xff','f','eval'); t(compile,'1','\x00','eval'); t(compile,'assert 0','f','exec',optimize=1); exec(compile('assert 0\nprint("no assert", __debug__)','f','exec',optimize=2))
t(compile,'1','f','eval',_feature_version=5); t(compile,'1','f','eval',dont_inherit=X()); t(compile,'1','f','eval',2**40); t(compile,'1','f','eval',flags=1.5)
t(eval,'1+1'); t(eval,' 1'); t(eval,'\t 2'); t(eval,'1;2'); t(eval,'x',{},{'x':5}); t(eval,'x',{'x':1},5); t(eval,'x',5); t(eval,'1',[]); t(eval,5); t(eval,compile('x=1','','exec'),{}); t(eval,'x',{'x':1}); t(eval,b'1'); t(eval,'1',globals={}); t(eval,source='1'); t(eval,'y',locals={'y':3}); t(eval,'1\x00')
t(exec,'x=1',5); t(exec,'x=1',{},5); t(exec,5); t(exec,'1',closure=()); t(exec,compile('1','','exec'),closure=()); 
def cl():
    a=1
    def f(): return a
    return f
f=cl(); t(eval,f.__code__); t(exec,f.__code__); t(exec,f.__code__,closure=f.__closure__); t(exec,f.__code__,closure=(1,)); t(exec,f.__code__,closure=[f.__closure__[0]]); t(exec,f.__code__, {}, None, closure=f.__closure__)
ns={}; exec('a=1\ndef g(): return a',ns); print(ns['g'](), '__builtins__' in ns, sorted(k for k in ns if k!='__builtins__')); ns={'__builtins__':{}}; t(eval,'len',ns); t(eval,'1',{'__builtins__':5}); t(exec,'import sys',{'__builtins__':{}}); t(eval,'x',{'__builtins__':{'x':9}})
class Mp:
    def __getitem__(self,k): 
        if k=='q': return 'Q'
        raise KeyError(k)
    def __setitem__(self,k,v): print('set',k,v)
    def __delitem__(self,k): print('del',k)
t(eval,'q',{},Mp()); t(eval,'zz',{},Mp()); exec('w=1\ndel w\ndef f(): pass',{},Mp()); t(eval,'len',{},Mp())
t(__import__,5); t(__import__,''); t(__import__,'sys',level=-1); t(__import__,'sys',{}, {}, [],1); t(__import__,'nosuch'); t(__import__,name='sys'); t(__import__,'sys',fromlist=('path',)); t(__import__,'.',{}); t(__import__,'x',5,5,(),1)
t(__build_class__,5,'a'); t(__build_class__,lambda:None,5); t(__build_class__,lambda:None,'a',5); t(__build_class__,lambda:None,'Q',metaclass=lambda *a,**k:(a,k)); t(__build_class__,lambda:None,'Q',x=1)
class Meta(type):
    @classmethod
    def __prepare__(c,*a): return 5
t(lambda: __build_class__(lambda:None,'Q',metaclass=Meta))

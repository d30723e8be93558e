"""Every built-in function with right, wrong and missing arguments."""

import sys
def t(f,*a,**k):
    try:
        r=f(*a,**k)
        print('ok',repr(r))
    except BaseException as e:
        print(type(e).__name__, e, e.args)
for f in (abs,all,any,ascii,bin,callable,chr,dir,divmod,format,getattr,hasattr,hash,hex,id,isinstance,issubclass,iter,len,max,min,next,oct,ord,pow,print,repr,round,setattr,sorted,sum,vars,zip,map,filter,enumerate,range,slice,list,tuple,dict,set,frozenset,int,float,complex,str,bytes,bytearray,bool,type,object,super,property,classmethod,staticmethod,reversed,compile,eval,exec,__import__,delattr,globals,locals,input,aiter,anext,memoryview if 'memoryview' in dir(__builtins__) else len):
    for args in ((),(1,2,3,4,5)):
        if f in (print,max,min,dir,vars,locals,globals,zip,input): continue
        if f is type and args==(): pass
        t(f,*args)
    if f is not dict: t(f,bogus=1)
t(abs,-3); t(abs,"x"); t(abs,-2.5); t(abs,True)
t(all,[1,2,0]); t(all,[]); t(any,[0,0]); t(any,(0,3)); t(all,5)
t(ascii,"é\u1234"); t(bin,-10); t(bin,2.5); t(chr,65); t(chr,-1); t(chr,1114112); t(chr,'a'); t(chr,2**70)
t(divmod,7,-2); t(divmod,7.5,2); t(divmod,1,0); t(divmod,'a',1)
t(format,3.14159,'.2f'); t(format,255,'x'); t(format,'a',3); t(format,[1],'x'); t(format,None)
t(getattr,1,'real'); t(getattr,1,'nope'); t(getattr,1,'nope',7); t(getattr,1,2)
t(hasattr,'','join'); t(hasattr,'','zzz'); t(hasattr,'',3)
t(hash,'a'); t(hash,[]); t(hash,(1,2)); t(hash,None); t(hash,1.5); t(hash,{}) 
t(hex,255); t(oct,8); t(isinstance,1,int); t(isinstance,True,(str,int)); t(isinstance,1,1); t(isinstance,1,(str,1)); t(issubclass,bool,int); t(issubclass,1,int); t(issubclass,int,(str,(int,)))

t(iter,5); t(iter,[1],2); t(len,5); t(len,'abc'); t(len,{1:2}); 
t(max,[1,5,3]); t(max,1,2.5); t(max,[]); t(max,[],default=3); t(max,1,2,default=3); t(min,'b','a',key=None); t(max,['aa','b'],key=len); t(min,5); t(max); t(max,1,'a'); t(min,[3,1],bogus=2); t(max,*[],**{})
t(next,iter([])); t(next,iter([]),9); t(next,[1]); t(next,iter([4]))
t(ord,'a'); t(ord,'ab'); t(ord,b'a'); t(ord,5); t(ord,''); t(ord,bytearray(b'z'))
t(pow,2,10); t(pow,2,-1); t(pow,2,10,1000); t(pow,2,-1,7); t(pow,'a',2); t(pow,2.0,3,4); t(pow,base=2,exp=3)
t(round,2.5); t(round,3.14159,2); t(round,1234,-2); t(round,'a'); t(round,2.5,None); t(round,number=2.675,ndigits=2)
t(sorted,[3,1,2]); t(sorted,[3,1,2],reverse=True); t(sorted,['bb','a'],key=len); t(sorted,[1,'a']); t(sorted,[1],[2]); t(sorted,5); t(sorted,[1],bogus=1)
t(sum,[1,2,3]); t(sum,[1.5,2]); t(sum,['a']); t(sum,[],'a'); t(sum,[[1],[2]],[]); t(sum,[b'a'],b''); t(sum,[0.1]*10); t(sum,(True,2)); t(sum,5); t(sum,[1,2],start=10); t(sum,[2**63,1]); t(sum,[2**62]*4); t(sum,[1,2.5,3]); t(sum,iter([1,2.5,3]))
t(vars,5); t(print,1,sep=3); t(print,1,end=b''); print(1,2,sep='-',end='!\n'); print('a','b',sep=None,end=None); print(); print(*[],sep='x')
t(type,1); t(type,1,2); t(type,'X',(),{}) if 0 else None
t(eval,'1+1'); t(eval,'1+'); t(eval,5); t(eval,'x',{'x':3}); t(eval,'x',5); t(eval,'x',{},5); t(exec,'y=1',5); t(exec,'1/0'); t(eval,' 3')
t(compile,'1','f','bad'); t(compile,'1','f','eval',99999999); t(compile,'1','f','eval',0,False,7); t(compile,5,'f','eval'); t(compile,'a\0b','f','eval')
ns={}; exec('z=5\ndef g(): return z*2',ns); print(ns['z'],ns['g'](),'__builtins__' in ns)
def loc():
    a=1;b='x'
    print(sorted(locals())); print(dir()); print(vars()); exec('c=5'); return eval('a+1')
print(loc())
t(setattr,1,'x',2); t(delattr,1,'x'); t(setattr,1,2,3)
class K: pass
k=K(); setattr(k,'q',1); print(vars(k),hasattr(k,'q')); delattr(k,'q'); print(vars(k)); t(delattr,k,'q')
t(dir,k) if 0 else None
print([n for n in dir(k) if not n.startswith('__')], 'x' in dir({}))
import math
print(math.sqrt(2))
try:
    import nosuch
except ImportError as e: print(type(e).__name__,e,e.name)
try:
    import nosuch.sub
except ImportError as e: print(type(e).__name__,e,e.name)
try:
    import math.sub
except ImportError as e: print(type(e).__name__,e,e.name)
try:
    from math import nothing
except ImportError as e: print(type(e).__name__,str(e).split('(')[0],e.name)
from math import *
print(pi, floor(2.7))
t(__import__,''); t(__import__,5) ; t(__import__,'x',level=-1)
t(print,'a',file=5)
class W:
    def write(self,s): sys.stdout.write('['+s+']')
    def flush(self): sys.stdout.write('<f>')
print(1,'b',None,file=W(),sep=',',flush=True)

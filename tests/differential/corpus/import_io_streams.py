import io
f=io.open('/tmp/orrery_io_streams','w'); print(f.write('h\xe9llo\nworld\r\nx'), f.tell()); f.close(); print(f.closed)
with io.open('/tmp/orrery_io_streams') as f:
    print(f, f.mode, f.encoding, f.buffer, f.buffer.raw)
    print(f.readline(), f.tell(), f.read(), f.newlines, f.seek(0), f.read(3), f.tell(), list(f))
with io.open('/tmp/orrery_io_streams','rb') as f: print(f.read(2), f.peek()[:3], f.readline(), f.read(), f.tell(), f.seek(0), f.readlines())
with io.open('/tmp/orrery_io_streams','r+b') as f: print(f.read(3), f.write(b'XX'), f.tell(), f.seek(0), f.read())
with io.open('/tmp/orrery_io_streams','a', newline='\r\n', encoding='latin-1') as f: print(f.write('\xe9\n'))
with io.open('/tmp/orrery_io_streams', newline='') as f:
    try: print(f.read())
    except UnicodeDecodeError as e: print(e)
b=io.BytesIO(b'abc\ndef'); print(b.readline(), b.getvalue(), b.read(), b.seek(1), b.write(b'ZZ'), b.getvalue(), bytes(b.getbuffer()))
s=io.StringIO('a\nb\r\nc'); print(list(s), s.seek(0), s.read(2), s.write('Q'), s.getvalue())
t=io.TextIOWrapper(io.BytesIO(), encoding='utf-16'); t.write('hi'); t.flush(); print(t.buffer.getvalue())
t=io.TextIOWrapper(io.BytesIO(b'a\xff'), errors='replace'); print(t.read())
for bad in ('q','rw','rb+t',''):
    try: io.open('/tmp/orrery_io_streams', bad)
    except Exception as e: print(type(e).__name__, e)
try: io.open('/nonexistent')
except OSError as e: print(e, e.errno, e.filename)
print(io.open('/tmp/orrery_io_streams','w',encoding='cp437').write('\xe9'))
class R(io.RawIOBase):
    def readable(self): return True
    def readinto(self, b): b[:2]=b'ab'; return 2
r=io.BufferedReader(R(), 4); print(r.read(5), r.peek(1), r)
print(io.UnsupportedOperation.__mro__, io.IOBase, io.SEEK_SET)
import os; os.unlink('/tmp/orrery_io_streams'); print(os.path.exists('/tmp/orrery_io_streams'), os.path.join('a','b'), sorted(os.environ)[:0])

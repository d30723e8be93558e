"""What build.py does, in parts: toolchain, site, image, server, checks.

`common` and `toolchain` run under any Python from 3.8 on; the rest runs under the 3.13 of .venv.
"""

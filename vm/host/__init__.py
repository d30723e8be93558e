"""What pthreads, the kernel and the terminal are to CPython."""

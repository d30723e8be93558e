"""Why the evaluator's loop was left, and how it goes on."""

# what the loop reports to ceval.resume
A_CALL = 1  # value: something pending whose result the current instruction waits for
A_RETURN = 2  # value: a frame's result for the native frame below it
A_GEN_RETURN = 3  # the same, from a generator that finished
A_ITER_RETURN = 7  # the same, from one that was resumed by tp_iternext: None means NULL
A_THROW = 4  # value: PyErr
A_PENDING = 5  # the eval breaker has something to do, or the time slice is over
A_FINALIZE = 6  # finalisers wait to be run
A_MONITOR = 8  # an instrumented place has something to report

# how to go on
M_RUN = 0  # with the next instruction
M_DELIVER = 1  # finish the suspended instruction; value is what it waited for
M_BASE = 2  # with the current instruction as it really is; value stands for ``instrs`` (BaseOnce)
M_EXIT = 3  # leave the evaluator; value is one of EXIT_*
M_NATIVE = 4  # inside ceval only: drive the native frame on top with value's (result, PyErr)

EXIT_STEPS = "steps"  # the steps asked for are done
EXIT_SLICE = "slice"  # the time slice is over
EXIT_PARKED = "parked"  # the thread waits for something
EXIT_SWITCH = "switch"  # the thread has dropped the GIL on request
EXIT_DONE = "done"  # the thread has no frame left

__all__ = [
    "A_CALL", "A_FINALIZE", "A_GEN_RETURN", "A_ITER_RETURN", "A_MONITOR", "A_PENDING", "A_RETURN", "A_THROW",
    "EXIT_DONE", "EXIT_PARKED", "EXIT_SLICE", "EXIT_STEPS", "EXIT_SWITCH", "M_BASE", "M_DELIVER", "M_EXIT",
    "M_NATIVE", "M_RUN",
]

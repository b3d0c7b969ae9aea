"""How many threads products of matrices take in this process."""

from __future__ import annotations

import threadpoolctl


def use_one_thread() -> None:
    """Let each product be computed by the thread that asks for it, in the whole process from now on.

    The products of a request take under a millisecond, and several requests are answered at once. Spread over
    the cores they waited for one another: 8 to 20 ms instead of 0.4 (20,000 heads, both cores busy).
    """
    threadpoolctl.threadpool_limits(limits=1, user_api="blas")

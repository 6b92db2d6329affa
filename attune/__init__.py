"""Attune."""

import os

# Matrices here have three to ten rows. The matrix library's further threads only wait for them, which took two
# thirds of the processor time of a fit; and each of several processes would have its own. It asks when it is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

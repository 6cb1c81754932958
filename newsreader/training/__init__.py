"""Makes the splitter's weights from a corpus of pages with gold; needs the `training` extra, and nothing imports it."""

import os

# Work is shared out among processes: threads of numpy's own would only fight them for the cores.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

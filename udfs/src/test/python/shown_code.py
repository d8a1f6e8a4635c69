# SPDX-License-Identifier: Apache-2.0
"""Runs the Python code of a page's section Python as it stands.

shown_code.py FILE REMOTE: code that asks for a Connect session runs in a process of its own with the
address REMOTE. Photographs' network is replaced by the drawings', which CI has.
"""

import re
import subprocess
import sys
from pathlib import Path

NETWORK = 'model="mobilenet_v2", weights="v2.h5"'
DRAWINGS = (
    'model="mobilenet_v1", alpha=0.25, resolution=96, weights="v2.h5", preset="squash",'
    ' classes="photos/classes.txt"'
)


def programs(file, remote):
    """What is shown, as whole programs."""
    section = file.read_text(encoding="utf-8").split("\n## Python\n")[1].split("\n## ")[0]
    session, connect, transformers = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    assert session.count(NETWORK) == transformers.count(NETWORK) == 1
    classic = (session + transformers).replace(NETWORK, DRAWINGS)
    yield classic
    # The server's folder is this one, too.
    made = re.compile(r"^spark = .*?\n(?=named)", re.DOTALL | re.MULTILINE)
    again, replaced = made.subn(lambda _: connect, classic)
    assert replaced == 1
    yield again.replace("sc://localhost:15002", remote)


for program in programs(Path(sys.argv[1]), sys.argv[2]):
    print(program, flush=True)
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    print(shown.stdout, shown.stderr, flush=True)
    assert shown.returncode == 0, shown.returncode
    assert "+---" in shown.stdout, "no table"

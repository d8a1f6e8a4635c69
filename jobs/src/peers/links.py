# SPDX-License-Identifier: Apache-2.0
"""A folder's pictures under many names."""

import os
import pathlib
import shutil


def linked(pictures: pathlib.Path, count: int, folder: pathlib.Path) -> None:
    """Fills a folder with so many links to copies of a folder's pictures, unless it has them."""
    source = sorted(file for file in pictures.iterdir() if file.is_file())
    if not source:
        raise SystemExit(f"{pictures} holds no files; sub-folders are not looked into")
    stamp = folder.with_suffix(".source")
    marker = f"{pictures.resolve()} {count}"
    if not (folder.exists() and stamp.exists() and stamp.read_text() == marker):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for number in range(count):
            name = source[number % len(source)].name
            link = folder / f"{number // len(source):05}-{name}"
            if number < len(source):
                shutil.copyfile(source[number], link)
            else:
                os.link(folder / f"00000-{name}", link)
        stamp.write_text(marker)

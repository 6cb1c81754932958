"""`newsreader inspect`: what a page's text was taken for, block by block; touches no library."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from newsreader import config, paths
from newsreader.commands import output
from newsreader.commands.inputs import name_input, read_input
from newsreader.model import InputRefusedError

if TYPE_CHECKING:
    import argparse


def run(arguments: argparse.Namespace) -> int:
    """Print each block's lines, label and text."""
    from newsreader.intake import inspect_blocks

    limit_mib = config.load_settings(paths.config_path()).max_input_mib
    try:
        data = read_input(arguments.file, limit_mib)
        document, labels = inspect_blocks(data, url=arguments.url, limit=limit_mib << 20)
    except InputRefusedError as error:
        raise InputRefusedError(f"{name_input(arguments.file)}: {error}") from None
    for number, (block, label) in enumerate(zip(document.blocks, labels, strict=True), 1):
        if arguments.json:
            output.write_line(output.to_json({"id": number, "label": label, **asdict(block)}))
        else:
            # Lines are counted from 1, as editors do.
            output.write_line(f"{block.first_line + 1:>5}  {label:<15}  {block.text}")
    return 0

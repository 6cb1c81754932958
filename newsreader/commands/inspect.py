"""`newsreader inspect`: what a page's text was taken for, block by block; touches no library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader import config, paths
from newsreader.commands import output
from newsreader.inputs import name_input, read_one
from newsreader.model import InputRefusedError, PageKind

if TYPE_CHECKING:
    import argparse


def run(arguments: argparse.Namespace) -> int:
    """Print each block's line, label and text, and last how sure that is."""
    from newsreader.intake import inspect_blocks

    limit_mib = config.load_settings(paths.config_path()).max_input_mib
    try:
        page = read_one(arguments.file, limit_mib)
        document, labelling = inspect_blocks(page.data, url=arguments.url or page.url, limit=limit_mib << 20)
    except InputRefusedError as error:
        raise InputRefusedError(f"{name_input(arguments.file)}: {error}") from None
    for number, (block, label) in enumerate(zip(document.blocks, labelling.labels, strict=True), 1):
        if arguments.json:
            links = [link._asdict() for link in block.links]
            output.write_json({"id": number, "label": label, **block._asdict(), "links": links})
        else:
            # Lines are counted from 1, as editors do.
            facts = {"Line": block.first_line + 1, "Taken for": label, "Text": block.text}
            output.write_row("{Line:>5}  {Taken for:<15}  {Text}", facts)
    article, single, text = labelling.sureness
    if arguments.json:
        sureness = {"article_sureness": article, "single_sureness": single, "text_sureness": text}
        output.write_json({"id": 0, "kind": labelling.kind, **sureness})
    else:
        sureness_line = f"{_say(article)} that there is an article, {_say(single)} that it is no list"
        if labelling.kind in (PageKind.ARTICLE, PageKind.LIVE_BLOG):
            sureness_line += f", {_say(text)} that its text is right"
        facts = {"Kind": labelling.kind, "How sure": sureness_line}
        output.write_row(" kind  {Kind:<15}  {How sure}", facts)
    return 0


def _say(chance: float) -> str:
    """A chance in per cent, cut off rather than rounded: none is certain."""
    return f"{min(99, int(100 * chance))}%"

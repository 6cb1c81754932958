"""`newsreader why`, `correct` and `corrections`: what a stored page's lines were taken for, and saying it better."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.commands import output
from newsreader.commands.show import no_such_article
from newsreader.model import Label, NewsreaderError
from newsreader.wording import NO_PAGE, describe_change, say_line, say_sureness

if TYPE_CHECKING:
    import argparse

    from newsreader.desk import Desk
    from newsreader.model import Explanation, SeenBlock


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked; 1 where a corrected page could not be split again."""
    from newsreader.desk import Desk

    with Desk(arguments.library, origin=f"newsreader {arguments.name}", tell=output.tell) as desk:
        if arguments.name == "why":
            return _explain(desk, arguments)
        if arguments.name == "correct":
            return _correct(desk, arguments)
        for kept in desk.list_corrections():
            correction = kept.correction
            # Other people's words go out only where they are asked for.
            line = {
                "id": kept.article_id,
                "sha256": kept.sha256,
                "name": kept.name,
                "first_line": correction.first_line,
                "last_line": correction.last_line,
                "label": correction.label.value,
                "made_at": kept.made_at,
            }
            if arguments.text:
                line["text"] = correction.text
            if arguments.json:
                output.write_json(line)
            else:
                facts = {
                    "Article": kept.article_id,
                    # Lines are counted from 1, as editors do.
                    "Line": correction.first_line + 1,
                    "Corrected to": correction.label,
                    "Page": kept.name,
                    "Text": correction.text if arguments.text else "",
                }
                words = "  {Text}" if arguments.text else ""
                template = f"{{Article:>5}} {{Line:>6}}  {{Corrected to:<15}}  {{Page}}{words}"
                output.write_row(template, facts)
    return 0


def _explain(desk: Desk, arguments: argparse.Namespace) -> int:
    explanation = _find(desk, arguments.id)
    for number, seen in enumerate(explanation.blocks, 1):
        if arguments.json:
            output.write_json({"id": number, **seen._asdict()})
        else:
            facts = {
                "Line": seen.first_line + 1,
                "Taken for": seen.label,
                "How sure": say_sureness(seen),
                "Text": seen.text,
            }
            output.write_row("{Line:>5}  {Taken for:<15}  {How sure:>9}  {Text}", facts)
    for correction in explanation.unmatched:
        label = f"{correction.label} (kept, but no line says so any more)"
        output.complain(f"{say_line(correction.first_line)} corrected to {label}")
    if explanation.reason:
        output.complain(explanation.reason)
    return 0


def _correct(desk: Desk, arguments: argparse.Namespace) -> int:
    if arguments.remove == (arguments.label is not None):
        raise output.UsageError("correct: either a LABEL or --remove")
    seen = _find_line(_find(desk, arguments.id), arguments.line - 1)
    label = None if arguments.remove else Label(arguments.label)
    change = desk.correct_block(arguments.id, (seen.first_line, seen.last_line, seen.text), label)
    output.write_line(f"{describe_change(change)}: {seen.text}{'' if change.id else ' (was so already)'}")
    code = 0
    for outcome in desk.split_due():
        if outcome.reason:
            output.complain(f"{outcome.name}: {outcome.reason}")
            code = 1
    return code


def _find(desk: Desk, article_id: int) -> Explanation:
    explanation = desk.explain(article_id)
    if explanation is not None:
        return explanation
    row = next(iter(desk.fetch_rows([article_id])), None)
    if row is None:
        raise no_such_article(article_id)
    # Imported late: an article that has its page does without.
    from newsreader.keymaps import load_key_map

    keys = load_key_map(desk.settings.keys_preset, desk.settings.keys).names
    hint = keys.hint("fetch", "in the app fetches it") if row.url else ""
    raise NewsreaderError(f"article {article_id} {'; '.join(filter(None, (NO_PAGE, hint)))}")


def _find_line(explanation: Explanation, line: int) -> SeenBlock:
    for seen in explanation.blocks:
        if seen.first_line <= line <= seen.last_line:
            return seen
    where = f"{say_line(line)} of {explanation.name}"
    raise NewsreaderError(f"{where}: nothing stands there; `newsreader why {explanation.article_id}` numbers the lines")

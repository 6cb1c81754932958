"""Writes newsreader/cell_widths.py from rich's table: `python tests/make_cell_widths.py > newsreader/cell_widths.py`.

The product measures text where rich may not be imported (it costs a tenth of a second), so it keeps the table as data.
Vowel signs that stand beside their letter (Unicode's category Mc) take no cell in rich's table; most terminals give
them one, as `wcwidth` of the C library does (glibc 2.36: each but four wide ones, which stay as rich has them).
"""

from unicodedata import category, east_asian_width

from rich.cells import get_character_cell_size


def measure(character: str) -> int:
    """Cells that most terminals give to a character."""
    if category(character) == "Mc" and east_asian_width(character) != "W":
        return 1
    return get_character_cell_size(character, "latest")


def collect_ranges(width: int) -> list[tuple[int, int]]:
    """Ranges of code points, both ends included, that take `width` cells; surrogates and controls left out."""
    ranges: list[tuple[int, int]] = []
    for code in range(0xA0, 0x110000):
        if 0xD800 <= code < 0xE000 or measure(chr(code)) != width:
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1] = (ranges[-1][0], code)
        else:
            ranges.append((code, code))
    return ranges


def print_table(name: str, ranges: list[tuple[int, int]]) -> None:
    """Print one table as a string of hexadecimal ranges, several to a line."""
    print(f'{name} = """')
    line = ""
    for start, end in ranges:
        item = f"{start:x}" if start == end else f"{start:x}-{end:x}"
        if len(line) + len(item) > 110:
            print(line.rstrip())
            line = ""
        line += item + " "
    print(line.rstrip())
    print('"""')


if __name__ == "__main__":
    print('"""Code points that take no cell or two, as hexadecimal ranges; made by tests/make_cell_widths.py."""\n')
    print_table("ZERO", collect_ranges(0))
    print()
    print_table("WIDE", collect_ranges(2))

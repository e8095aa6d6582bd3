"""Cells of a sheet that no spreadsheet takes for a formula."""

import re

RISKY = re.compile(r"'*[=+\-@\t\r\n]")
"""What one may compute: https://owasp.org/www-community/attacks/CSV_Injection"""


def defused(cell: str) -> str:
    """The cell, marked as text where it could be a formula."""
    return f"'{cell}" if RISKY.match(cell) else cell


def restored(cell: str) -> str:
    """What a defused cell held."""
    return cell[1:] if cell.startswith("'") and RISKY.match(cell) else cell

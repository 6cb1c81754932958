"""The desk: what one can do with a library, whether from the app or from the command line."""

from newsreader.desk.adding import Adding
from newsreader.desk.exporting import Exporting
from newsreader.desk.keeping import Keeping

__all__ = ["Desk"]


class Desk(Adding, Exporting, Keeping):
    """The use cases that the app and the commands share; owns the connection to one library.

    Every method may raise LibraryError; it then has changed nothing. One Desk belongs to one thread.
    """

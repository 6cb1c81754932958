"""The desk: what one can do with a library, whether from the app or from the command line."""

from newsreader.desk.errands import Errands
from newsreader.desk.exporting import Exporting
from newsreader.desk.ruling import Ruling

__all__ = ["Desk"]


class Desk(Errands, Exporting, Ruling):
    """The use cases that the app and the commands share; owns the connection to one library.

    Every method may raise LibraryError; it then has changed nothing. One Desk belongs to one thread.
    """

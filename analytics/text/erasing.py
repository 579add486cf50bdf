"""Erasing a comment with all that was made of it."""

from sqlalchemy import Connection, delete, update

from analytics.text.tables import CommentReading, Quotation
from surveys.sealing import corrections


def erase_comment(connection: Connection, comment_id: int) -> bool:
    """Delete a comment's text, what was read in it word by word, and its quotation.

    What it was about is kept: themes and polarity are no part of the comment.

    Returns:
        False when it was erased already.

    Raises:
        UnknownComment: there is none.
    """
    read = update(CommentReading).where(CommentReading.comment_id == comment_id)
    connection.execute(read.values(folded="", words=[]))
    connection.execute(delete(Quotation).where(Quotation.comment_id == comment_id))
    return corrections.erase(connection, comment_id)

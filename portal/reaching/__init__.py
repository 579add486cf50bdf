"""Reaching people: notices and weekly digests, by e-mail and by signed webhook."""

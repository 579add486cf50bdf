"""Why a response may be doubted. A doubt is kept beside it, shown apart, never a reason to drop it.

Flags are bits; their numbers are for ever. ``RULES`` numbers the rules by which they were set; it
moves when a threshold in ``tempo`` does.
"""

# A field that people cannot see was filled in.
TRAP = 1
# Sooner after the page was made than anybody reads it.
HASTE = 2
# More within the hour than this touchpoint's own record explains.
CROWD = 4
# Many within seconds.
BURST = 8
# The same mark again and again, faster than people take turns.
RUN = 16
# One sender, as far as can be told without knowing anybody, all over the city.
SENDER = 32

RULES = 1

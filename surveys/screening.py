"""Why a response may be doubted. A doubt is kept beside it, shown apart, never a reason to drop it.

Flags are bits; their numbers are for ever.
"""

# A field that people cannot see was filled in.
TRAP = 1

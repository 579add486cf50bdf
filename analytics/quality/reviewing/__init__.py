"""The life of a management review: frozen, commented on, decided, signed by two, corrected anew."""

"""The interface for programs: the register, published figures, and responses brought in."""

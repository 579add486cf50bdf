"""The desk on which citizens' cases are taken up, handed on, answered and closed."""

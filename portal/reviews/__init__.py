"""The management-review pack on paper and on screen."""

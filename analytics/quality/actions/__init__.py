"""Corrective actions: from the record that opens one to the proof that it worked."""

"""Files in and out: responses and volumes as CSV, checked whole before anything is stored."""

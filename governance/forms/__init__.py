"""What people type as a rule, behind either door: its sentence, rows and values."""

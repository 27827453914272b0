"""Pages about what agents can do, and how it is carried out."""

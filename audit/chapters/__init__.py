"""Parts of the catalogue: the sentences of one subject each."""

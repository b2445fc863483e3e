"""Text without a platform: the markup tree, splitting, sentences, excerpts, cleaning."""

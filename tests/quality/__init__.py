"""How well merging does, against what people said is one problem."""

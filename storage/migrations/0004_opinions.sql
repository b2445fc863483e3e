-- Whether what leads a story is an opinion piece.

ALTER TABLE stories ADD COLUMN opinion INTEGER NOT NULL DEFAULT 0;

-- The words of what actors are called (the names and aliases of `name`), so that
-- those with a word in their name are found without reading all names. A folded
-- name holds neither quotes nor backslashes, and one blank between its words, so
-- that they are easily made an array.
CREATE TABLE name_word(
  word   TEXT NOT NULL,
  name   TEXT NOT NULL,
  what   INTEGER NOT NULL,
  entity INTEGER NOT NULL,
  PRIMARY KEY(word, name, what, entity)
) STRICT, WITHOUT ROWID;

CREATE INDEX name_word_entity ON name_word(entity);

INSERT INTO name_word(word, name, what, entity) SELECT DISTINCT j.value, n.name, n.what, n.entity
  FROM name n CROSS JOIN json_each('["' || replace(n.name, ' ', '","') || '"]') j
 WHERE n.kind = 1 AND n.what IN (2, 3) AND j.value <> '';

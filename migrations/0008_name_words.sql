-- The words of what actors are called (the names and aliases of `name`), so that
-- those with a word in their name are found without reading all names. Triggers
-- keep it: whoever writes a name writes its words. A folded name holds neither
-- quotes nor backslashes, and one blank between its words, so that they are easily
-- made an array.
CREATE TABLE name_word(
  word   TEXT NOT NULL,
  name   TEXT NOT NULL,
  what   INTEGER NOT NULL,
  entity INTEGER NOT NULL,
  PRIMARY KEY(word, name, what, entity)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER name_written AFTER INSERT ON name WHEN new.kind = 1 AND new.what IN (2, 3)
BEGIN
  INSERT OR IGNORE INTO name_word(word, name, what, entity) SELECT DISTINCT value, new.name, new.what, new.entity
    FROM json_each('["' || replace(new.name, ' ', '","') || '"]') WHERE value <> '';
END;
CREATE TRIGGER name_dropped AFTER DELETE ON name WHEN old.kind = 1 AND old.what IN (2, 3)
BEGIN
  DELETE FROM name_word WHERE name = old.name AND what = old.what AND entity = old.entity
    AND word IN (SELECT value FROM json_each('["' || replace(old.name, ' ', '","') || '"]'));
END;

INSERT INTO name_word(word, name, what, entity) SELECT DISTINCT j.value, n.name, n.what, n.entity
  FROM name n CROSS JOIN json_each('["' || replace(n.name, ' ', '","') || '"]') j
 WHERE n.kind = 1 AND n.what IN (2, 3) AND j.value <> '';

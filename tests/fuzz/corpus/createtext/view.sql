CREATE VIEW v (one, "two 2") AS SELECT a, b FROM t -- last
 WHERE a > 1
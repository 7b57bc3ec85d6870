CREATE TRIGGER tr AFTER UPDATE OF a, b ON t FOR EACH ROW WHEN old.a <> new.a BEGIN
  UPDATE t SET c = 'x; y' WHERE a = new.a;
END
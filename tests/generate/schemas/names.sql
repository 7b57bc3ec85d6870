-- Names that are words of C++, of Qt or of the library, or no names of C++ at all.
CREATE TABLE class (id INTEGER PRIMARY KEY, "int" TEXT NOT NULL, "double" REAL, signals TEXT, slots INTEGER, joinery TEXT, qint64 INTEGER);
CREATE TABLE "Index" (id INTEGER PRIMARY KEY, "table" TEXT, "column" TEXT, "model" TEXT, mapping TEXT, "unique" INTEGER);
CREATE TABLE "Column" (id INTEGER PRIMARY KEY, "index" INTEGER REFERENCES "Index" (id));
CREATE TABLE "Table" (id INTEGER PRIMARY KEY);
CREATE TABLE "QString" (id INTEGER PRIMARY KEY, "QString" TEXT);
CREATE TABLE models (id INTEGER PRIMARY KEY, models TEXT, "metaData" TEXT);
CREATE TABLE meta_data (id INTEGER PRIMARY KEY);
CREATE TABLE string (id INTEGER PRIMARY KEY, time TEXT);
CREATE TABLE time (id INTEGER PRIMARY KEY, "when" TEXT);
CREATE TABLE "größe" ("schlüssel" INTEGER PRIMARY KEY, "maß" REAL);
CREATE TABLE "2nd place" ("1st" INTEGER PRIMARY KEY, "a b" TEXT, a_b TEXT, "aB" TEXT, "a-b" TEXT);
CREATE TABLE second_place (id INTEGER PRIMARY KEY);
CREATE TABLE "SecondPlace" (id INTEGER PRIMARY KEY);
CREATE TABLE "quo""te" (id INTEGER PRIMARY KEY, "back\slash" TEXT, "what??/" TEXT);
CREATE TABLE "💡" (id INTEGER PRIMARY KEY, "✓" TEXT);
CREATE TABLE _ (_ INTEGER PRIMARY KEY, __ TEXT, "0" TEXT);

-- revision 5a1d0c7e93b2: the shop as it opened
-- Written by joinery from the revision's .yaml for review: it suits every database at the revision before.
-- On a live one the comments in its texts are kept, and no rows are copied where that can be spared:
-- `joinery db migrate --dry-run` shows exactly what runs there.
-- By hand only after a backup, in one transaction, by a tool that stops at the first error.
-- To change it, change the .yaml and run `joinery db sql --write`.

-- upgrade
-- add table "artist"
CREATE TABLE "artist" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "name" VARCHAR(120) NOT NULL,
  "country" CHAR(2),
  "founded" INTEGER,
  CONSTRAINT "uq_artist_name" UNIQUE ("name")
);
-- add table "label"
CREATE TABLE "label" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "name" VARCHAR(120) NOT NULL,
  "country" CHAR(2),
  CONSTRAINT "uq_label_name" UNIQUE ("name")
);
-- add table "album"
CREATE TABLE "album" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "artist_id" INTEGER NOT NULL,
  "label_id" INTEGER,
  "title" VARCHAR(200) NOT NULL,
  "format" TEXT NOT NULL DEFAULT 'lp',
  "released" DATE,
  "price_cents" INTEGER NOT NULL,
  "stock" INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT "ck_album_price_cents" CHECK (price_cents > 0),
  CONSTRAINT "ck_album_format" CHECK ("format" IN ('lp', 'single', 'cd', 'tape')),
  CONSTRAINT "fk_album_artist_id_artist" FOREIGN KEY ("artist_id") REFERENCES "artist" ("id") ON DELETE CASCADE,
  CONSTRAINT "fk_album_label_id_label" FOREIGN KEY ("label_id") REFERENCES "label" ("id") ON DELETE SET NULL
);
CREATE INDEX "ix_album_artist_id" ON "album" ("artist_id");
CREATE INDEX "ix_album_in_stock" ON "album" (lower(title)) WHERE stock > 0;
-- add table "customer"
CREATE TABLE "customer" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "name" VARCHAR(120) NOT NULL,
  "email" VARCHAR(200) NOT NULL,
  "city" VARCHAR(80),
  "born" DATE,
  "newsletter" BOOLEAN NOT NULL DEFAULT 0,
  CONSTRAINT "uq_customer_email" UNIQUE ("email")
);
CREATE INDEX "ix_customer_city" ON "customer" ("city", "name");
-- add table "purchase"
CREATE TABLE "purchase" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "customer_id" INTEGER,
  "bought_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "paid_by" TEXT NOT NULL,
  "note" TEXT,
  CONSTRAINT "ck_purchase_paid_by" CHECK ("paid_by" IN ('card', 'cash', 'voucher')),
  CONSTRAINT "fk_purchase_customer_id_customer" FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE SET NULL
);
CREATE INDEX "ix_purchase_customer_id" ON "purchase" ("customer_id");
CREATE INDEX "ix_purchase_bought_at" ON "purchase" ("bought_at" DESC);
-- add table "purchase_line"
CREATE TABLE "purchase_line" (
  "purchase_id" INTEGER NOT NULL,
  "album_id" INTEGER NOT NULL,
  "quantity" INTEGER NOT NULL DEFAULT 1,
  "price_cents" INTEGER NOT NULL,
  PRIMARY KEY ("purchase_id", "album_id"),
  CONSTRAINT "ck_purchase_line_quantity" CHECK (quantity > 0),
  CONSTRAINT "fk_purchase_line_purchase_id_purchase" FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id") ON DELETE CASCADE,
  CONSTRAINT "fk_purchase_line_album_id_album" FOREIGN KEY ("album_id") REFERENCES "album" ("id") ON DELETE RESTRICT
);
CREATE INDEX "ix_purchase_line_album_id" ON "purchase_line" ("album_id");
CREATE TRIGGER tr_purchase_line_stock AFTER INSERT ON purchase_line
BEGIN
  UPDATE album SET stock = stock - NEW.quantity WHERE id = NEW.album_id;
END
;
-- add table "track"
CREATE TABLE "track" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "album_id" INTEGER NOT NULL,
  "side" CHAR(1),
  "position" INTEGER NOT NULL,
  "title" VARCHAR(200) NOT NULL,
  "seconds" INTEGER,
  CONSTRAINT "uq_track_album_id_position" UNIQUE ("album_id", "position"),
  CONSTRAINT "fk_track_album_id_album" FOREIGN KEY ("album_id") REFERENCES "album" ("id") ON DELETE CASCADE
);
-- add view "album_sales"
CREATE VIEW "album_sales" AS
SELECT album.id, artist.name AS artist, album.title, coalesce(sum(purchase_line.quantity), 0) AS pieces,
       coalesce(sum(purchase_line.quantity * purchase_line.price_cents), 0) / 100.0 AS euros
FROM album
JOIN artist ON artist.id = album.artist_id
LEFT JOIN purchase_line ON purchase_line.album_id = album.id
GROUP BY album.id
;

-- downgrade
-- enforcement of foreign keys must be off while this runs, and an error must end all of it:
-- else a table could be dropped whose rows were not copied
-- drop view "album_sales"
DROP VIEW "album_sales";
-- drop table "track"
DROP TABLE "track";
-- drop table "purchase_line"
DROP TABLE "purchase_line";
-- drop table "purchase"
DROP TABLE "purchase";
-- drop table "customer"
DROP TABLE "customer";
-- drop table "album"
DROP TABLE "album";
-- drop table "label"
DROP TABLE "label";
-- drop table "artist"
DROP TABLE "artist";

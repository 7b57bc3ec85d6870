-- revision c40b8e26f1a7: reviews and points
-- Written by joinery from the revision's .yaml for review: it suits every database at the revision before.
-- On a live one the comments in its texts are kept, and no rows are copied where that can be spared:
-- `joinery db migrate --dry-run` shows exactly what runs there.
-- By hand only after a backup, in one transaction, by a tool that stops at the first error.
-- To change it, change the .yaml and run `joinery db sql --write`.

-- upgrade
-- add column "points" integer NOT NULL DEFAULT 0 to table "customer"
ALTER TABLE "customer" ADD COLUMN "points" INTEGER NOT NULL DEFAULT 0;
-- add table "review"
CREATE TABLE "review" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "album_id" INTEGER NOT NULL,
  "customer_id" INTEGER NOT NULL,
  "stars" SMALLINT NOT NULL,
  "words" TEXT,
  "written_on" DATE NOT NULL,
  CONSTRAINT "uq_review_album_id_customer_id" UNIQUE ("album_id", "customer_id"),
  CONSTRAINT "ck_review_stars" CHECK (stars BETWEEN 1 AND 5),
  CONSTRAINT "fk_review_album_id_album" FOREIGN KEY ("album_id") REFERENCES "album" ("id") ON DELETE CASCADE,
  CONSTRAINT "fk_review_customer_id_customer" FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE CASCADE
);

-- downgrade
-- enforcement of foreign keys must be off while this runs, and an error must end all of it:
-- else a table could be dropped whose rows were not copied
-- drop table "review"
DROP TABLE "review";
-- drop column "points" from table "customer"
ALTER TABLE "customer" DROP COLUMN "points";

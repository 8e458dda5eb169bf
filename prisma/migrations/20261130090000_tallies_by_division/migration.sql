-- What columns alone hold stays on disk when they are dropped.
UPDATE "blocks" SET "kind_tallies" = NULL, "source_tallies" = NULL, "year_tallies" = NULL;

-- AlterTable
ALTER TABLE "blocks" DROP COLUMN "kind_tallies",
DROP COLUMN "source_tallies",
DROP COLUMN "year_tallies";

-- CreateTable
CREATE TABLE "block_tallies" (
    "log" SMALLINT NOT NULL,
    "number" INTEGER NOT NULL,
    "divided_by" TEXT NOT NULL,
    "tallies" BYTEA NOT NULL,

    CONSTRAINT "block_tallies_pkey" PRIMARY KEY ("log","number","divided_by")
);

-- They are dense already.
ALTER TABLE "block_tallies" ALTER COLUMN "tallies" SET STORAGE EXTERNAL;

-- AddForeignKey
ALTER TABLE "block_tallies" ADD CONSTRAINT "block_tallies_log_number_fkey" FOREIGN KEY ("log", "number") REFERENCES "blocks"("log", "number") ON DELETE CASCADE ON UPDATE CASCADE;

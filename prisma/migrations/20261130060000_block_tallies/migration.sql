-- AlterTable
ALTER TABLE "blocks" ADD COLUMN     "kind_tallies" BYTEA,
ADD COLUMN     "source_tallies" BYTEA,
ADD COLUMN     "year_tallies" BYTEA;

-- They are dense already.
ALTER TABLE "blocks" ALTER COLUMN "kind_tallies" SET STORAGE EXTERNAL;
ALTER TABLE "blocks" ALTER COLUMN "source_tallies" SET STORAGE EXTERNAL;
ALTER TABLE "blocks" ALTER COLUMN "year_tallies" SET STORAGE EXTERNAL;

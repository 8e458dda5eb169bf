-- AlterTable
ALTER TABLE "blocks" ADD COLUMN     "postings" BYTEA,
ADD COLUMN     "quarters" BYTEA;

-- Parts of postings are read alone, which Postgres can only with values that are not compressed. Quarters are dense already.
ALTER TABLE "blocks" ALTER COLUMN "postings" SET STORAGE EXTERNAL;
ALTER TABLE "blocks" ALTER COLUMN "quarters" SET STORAGE EXTERNAL;

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "alerts_seen" BIGINT;

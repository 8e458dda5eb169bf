-- AlterTable
ALTER TABLE "checkpoints" ADD COLUMN     "topic_id" TEXT;

-- AlterTable
ALTER TABLE "checkpoints" ADD COLUMN     "leader_epoch" INTEGER,
ADD COLUMN     "leader_epoch_generation" INTEGER,
ADD COLUMN     "leader_epoch_offset" BIGINT;

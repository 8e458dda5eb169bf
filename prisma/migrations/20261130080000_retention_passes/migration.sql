-- DropIndex
-- Nobody looks names up by them: filters and type-ahead use the catalogue in memory.
DROP INDEX "makes_folded_idx";

-- DropIndex
DROP INDEX "models_folded_idx";

-- CreateTable
CREATE TABLE "retention_passes" (
    "id" SERIAL NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "position_floor" BIGINT NOT NULL,
    "alert_floor" BIGINT NOT NULL,
    "keep_from" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "retention_passes_pkey" PRIMARY KEY ("id")
);

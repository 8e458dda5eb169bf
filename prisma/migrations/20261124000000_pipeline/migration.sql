-- CreateTable
CREATE TABLE "store" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "epoch" UUID NOT NULL,
    "position" BIGINT NOT NULL DEFAULT 0,
    "alert_seq" BIGINT NOT NULL DEFAULT 0,
    "position_floor" BIGINT NOT NULL DEFAULT 0,
    "alert_floor" BIGINT NOT NULL DEFAULT 0,
    "rules_revision" INTEGER NOT NULL DEFAULT 0,
    "quarantined" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "store_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "makes" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "folded" TEXT NOT NULL,

    CONSTRAINT "makes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "models" (
    "id" SERIAL NOT NULL,
    "make_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "folded" TEXT NOT NULL,

    CONSTRAINT "models_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "vehicles" (
    "id" SERIAL NOT NULL,
    "model_id" INTEGER NOT NULL,
    "year" SMALLINT NOT NULL,
    "category" TEXT NOT NULL,

    CONSTRAINT "vehicles_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "categories" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "folded" TEXT NOT NULL,

    CONSTRAINT "categories_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "vehicle_categories" (
    "vehicle_id" INTEGER NOT NULL,
    "category_id" INTEGER NOT NULL,

    CONSTRAINT "vehicle_categories_pkey" PRIMARY KEY ("vehicle_id","category_id")
);

-- CreateTable
CREATE TABLE "sources" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "sources_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "series" (
    "id" SERIAL NOT NULL,
    "vehicle_id" INTEGER NOT NULL,
    "source_id" INTEGER,

    CONSTRAINT "series_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "detections" (
    "position" BIGINT NOT NULL,
    "detected_at" TIMESTAMPTZ(3) NOT NULL,
    "ingested_at" TIMESTAMPTZ(3) NOT NULL,
    "series_id" INTEGER NOT NULL,

    CONSTRAINT "detections_pkey" PRIMARY KEY ("position")
);

-- CreateTable
CREATE TABLE "alerts" (
    "seq" BIGINT NOT NULL,
    "position" BIGINT NOT NULL,
    "rule_version_id" INTEGER NOT NULL,
    "series_id" INTEGER NOT NULL,

    CONSTRAINT "alerts_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "blocks" (
    "log" SMALLINT NOT NULL,
    "number" INTEGER NOT NULL,
    "detected_min" TIMESTAMPTZ(3) NOT NULL,
    "detected_max" TIMESTAMPTZ(3) NOT NULL,
    "series" BYTEA NOT NULL,
    "detected" BYTEA NOT NULL,
    "totals" BYTEA,

    CONSTRAINT "blocks_pkey" PRIMARY KEY ("log","number")
);

-- CreateTable
CREATE TABLE "rules" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "rules_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rule_versions" (
    "id" SERIAL NOT NULL,
    "rule_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "definition" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rule_versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "relay" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "owner" TEXT,
    "epoch" BIGINT NOT NULL DEFAULT 0,
    "expires_at" TIMESTAMPTZ(3),
    "published_seq" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "relay_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "quarantine" (
    "id" BIGSERIAL NOT NULL,
    "topic" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "partition" INTEGER NOT NULL,
    "offset" BIGINT NOT NULL,
    "code" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "value" BYTEA,
    "recorded_at" TIMESTAMPTZ(3),
    "ingested_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "quarantine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "checkpoints" (
    "topic" TEXT NOT NULL,
    "partition" INTEGER NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "cluster_id" TEXT NOT NULL,
    "next_offset" BIGINT NOT NULL,
    "high_watermark" BIGINT NOT NULL,
    "first_offset" BIGINT,
    "first_digest" BYTEA,
    "last_offset" BIGINT,
    "last_digest" BYTEA,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "checkpoints_pkey" PRIMARY KEY ("topic","partition")
);

-- CreateTable
CREATE TABLE "offset_gaps" (
    "id" BIGSERIAL NOT NULL,
    "topic" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "partition" INTEGER NOT NULL,
    "from_offset" BIGINT NOT NULL,
    "to_offset" BIGINT NOT NULL,
    "cause" TEXT NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "offset_gaps_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "makes_name_key" ON "makes"("name");

-- CreateIndex
CREATE INDEX "makes_folded_idx" ON "makes"("folded" text_pattern_ops);

-- CreateIndex
CREATE INDEX "models_folded_idx" ON "models"("folded" text_pattern_ops);

-- CreateIndex
CREATE UNIQUE INDEX "models_make_id_name_key" ON "models"("make_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "vehicles_model_id_year_category_key" ON "vehicles"("model_id", "year", "category");

-- CreateIndex
CREATE UNIQUE INDEX "categories_folded_key" ON "categories"("folded");

-- CreateIndex
CREATE INDEX "vehicle_categories_category_id_idx" ON "vehicle_categories"("category_id");

-- CreateIndex
CREATE UNIQUE INDEX "sources_name_key" ON "sources"("name");

-- CreateIndex
CREATE INDEX "series_source_id_idx" ON "series"("source_id");

-- CreateIndex
-- A vehicle without a source is one series too.
CREATE UNIQUE INDEX "series_vehicle_id_source_id_key" ON "series"("vehicle_id", "source_id") NULLS NOT DISTINCT;

-- CreateIndex
CREATE INDEX "alerts_position_idx" ON "alerts" USING BRIN ("position") WITH (pages_per_range = 16, autosummarize = on);

-- CreateIndex
CREATE UNIQUE INDEX "rules_name_key" ON "rules"("name");

-- CreateIndex
CREATE UNIQUE INDEX "rule_versions_rule_id_version_key" ON "rule_versions"("rule_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "quarantine_topic_generation_partition_offset_key" ON "quarantine"("topic", "generation", "partition", "offset");

-- CreateIndex
CREATE INDEX "offset_gaps_topic_partition_idx" ON "offset_gaps"("topic", "partition");

-- AddForeignKey
ALTER TABLE "models" ADD CONSTRAINT "models_make_id_fkey" FOREIGN KEY ("make_id") REFERENCES "makes"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vehicles" ADD CONSTRAINT "vehicles_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vehicle_categories" ADD CONSTRAINT "vehicle_categories_vehicle_id_fkey" FOREIGN KEY ("vehicle_id") REFERENCES "vehicles"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vehicle_categories" ADD CONSTRAINT "vehicle_categories_category_id_fkey" FOREIGN KEY ("category_id") REFERENCES "categories"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "series" ADD CONSTRAINT "series_vehicle_id_fkey" FOREIGN KEY ("vehicle_id") REFERENCES "vehicles"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "series" ADD CONSTRAINT "series_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rule_versions" ADD CONSTRAINT "rule_versions_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "rules"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The columns of a block are dense already: compressing them costs more time than it saves space.
ALTER TABLE "blocks" ALTER COLUMN "series" SET STORAGE EXTERNAL;
ALTER TABLE "blocks" ALTER COLUMN "detected" SET STORAGE EXTERNAL;
ALTER TABLE "blocks" ALTER COLUMN "totals" SET STORAGE EXTERNAL;

-- Rows that every ingest transaction updates: room beside them keeps the updates on their page (HOT).
ALTER TABLE "store" SET (fillfactor = 10);
ALTER TABLE "relay" SET (fillfactor = 10);
ALTER TABLE "checkpoints" SET (fillfactor = 20);

-- There is exactly one store and one relay.
ALTER TABLE "store" ADD CONSTRAINT "store_single" CHECK ("id" = 1);
ALTER TABLE "relay" ADD CONSTRAINT "relay_single" CHECK ("id" = 1);
INSERT INTO "store" ("epoch") VALUES (gen_random_uuid());
INSERT INTO "relay" DEFAULT VALUES;

-- CreateTable
CREATE TABLE "service_instances" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "note" TEXT,
    "partitions" JSONB NOT NULL,

    CONSTRAINT "service_instances_pkey" PRIMARY KEY ("id")
);

-- A typo anywhere must not make a kind or a state that nothing knows.
ALTER TABLE "service_instances" ADD CONSTRAINT "service_instances_kind" CHECK ("kind" IN ('web', 'indexer'));
ALTER TABLE "service_instances" ADD CONSTRAINT "service_instances_state" CHECK ("state" IN ('ready', 'degraded', 'unavailable'));

-- A few rows, written every two seconds: they stay in their place.
ALTER TABLE "service_instances" SET (fillfactor = 50);

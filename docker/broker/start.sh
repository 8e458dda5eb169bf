#!/usr/bin/env bash
# Starts Kafka with an identity of its own: the image's default is the same everywhere, so that a broker which
# was made anew could not be told from the one before.
set -euo pipefail

known=$(sed -n 's/^cluster\.id=//p' "$KAFKA_LOG_DIRS/meta.properties" 2>/dev/null || true)
# As Kafka makes them: 16 random bytes in URL-safe base64; the first letter keeps it from looking like an option.
export CLUSTER_ID=${known:-K$(head -c 16 /dev/urandom | base64 | tr '+/' '-_' | cut -c 2-22)}
exec /etc/kafka/docker/run

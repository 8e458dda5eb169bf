import { LOOPBACK } from '../ports.ts';

/** A port beside the broker's own, whose clients are told to come to another one: that of a proxy. */
export interface ProxiedListener {
  port: number;
  advertisedPort: number;
}

export interface BrokerConfig {
  port: number;
  controllerPort: number;
  proxied?: readonly ProxiedListener[];
  /** Relative to the broker's working folder, so that no character of its path needs care. */
  logFolder: string;
}

/** server.properties of the local broker, written anew at each start. */
export function brokerConfig(config: BrokerConfig): string {
  const { port, controllerPort, logFolder, proxied = [] } = config;
  const plain = [
    { name: 'PLAINTEXT', port, advertisedPort: port },
    ...proxied.map((listener, index) => ({ name: `PROXIED${String(index + 1)}`, ...listener })),
  ];
  const at = (name: string, where: number): string => `${name}://${LOOPBACK}:${String(where)}`;
  const controller = at('CONTROLLER', controllerPort);
  const listeners = [...plain.map((listener) => at(listener.name, listener.port)), controller];
  const advertised = plain.map(({ name, advertisedPort }) => at(name, advertisedPort));
  const protocols = [...plain.map(({ name }) => name), 'CONTROLLER'].map(
    (name) => `${name}:PLAINTEXT`,
  );
  return `# Written by each start of Intellisite: changes here are lost.

process.roles=broker,controller
node.id=1
controller.quorum.voters=1@${LOOPBACK}:${String(controllerPort)}
controller.listener.names=CONTROLLER
listeners=${listeners.join(',')}
advertised.listeners=${advertised.join(',')}
listener.security.protocol.map=${protocols.join(',')}
inter.broker.listener.name=PLAINTEXT
log.dirs=${logFolder}

# A misspelt topic is an error, not a new topic.
auto.create.topics.enable=false
num.partitions=3

# One broker: there is nobody to replicate to.
default.replication.factor=1
min.insync.replicas=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=1

# Nobody else is about to join a group, and no commit waits for others to share its write.
group.initial.rebalance.delay.ms=0
group.coordinator.append.linger.ms=0

# A broker that was killed is let in again only when its old session has expired.
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=400

# Messages are kept for a week, whatever their size.
log.retention.hours=168
log.retention.bytes=-1
log.segment.bytes=268435456
log.retention.check.interval.ms=300000

# Threads and buffers for a laptop, not for a server's dozens of cores.
num.network.threads=2
num.io.threads=4
num.recovery.threads.per.data.dir=2
log.cleaner.dedupe.buffer.size=16777216
`;
}

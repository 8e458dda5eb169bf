import type { TestStack, ProxiedListener } from '@intellisite/stack/testing';
import { findFreePort } from '@intellisite/stack/testing';
import { createTcpLink, type TcpLink } from './tcp-link.ts';

/** Every way from one part of the system to another. What the run itself asks goes past it. */
export interface Network {
  indexerToPostgres: TcpLink;
  indexerToKafka: TcpLink;
  webToPostgres: TcpLink;
  webToKafka: TcpLink;
  /** Divides its connections among the web servers. */
  clientToWeb: TcpLink;
  /** What the broker has to listen on, so that its clients stay on their links. */
  proxied: ProxiedListener[];
  /** Once it is known where the servers are. */
  leadTo(stack: TestStack): void;
  links(): TcpLink[];
  close(): Promise<void>;
}

export async function createNetwork(): Promise<Network> {
  const links = {
    indexerToPostgres: await createTcpLink('indexers to Postgres'),
    indexerToKafka: await createTcpLink('indexers to Kafka'),
    webToPostgres: await createTcpLink('web to Postgres'),
    webToKafka: await createTcpLink('web to Kafka'),
    clientToWeb: await createTcpLink('clients to web'),
  };
  const proxied: ProxiedListener[] = [];
  for (const link of [links.indexerToKafka, links.webToKafka]) {
    const port = await findFreePort();
    proxied.push({ port, advertisedPort: link.port });
    link.setTargets(() => [port]);
  }
  return {
    ...links,
    proxied,
    leadTo({ postgres }) {
      for (const link of [links.indexerToPostgres, links.webToPostgres]) {
        link.setTargets(() => [postgres.port]);
      }
    },
    links: () => Object.values(links),
    async close() {
      await Promise.all(Object.values(links).map((link) => link.close()));
    },
  };
}

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { serviceCommand } from '@intellisite/stack';
import { findFreePort } from '@intellisite/stack/testing';
import { execa } from 'execa';

export interface Dashboard {
  url: string;
  pid: number;
  username: string;
  password: string;
  stop(): Promise<void>;
}

export interface DashboardOptions {
  databaseUrl: string;
  brokers: string;
  detectionsTopic: string;
  alertsTopic: string;
  /** Where it keeps what it keeps, and its log. */
  folder: string;
  /** By name, beside those that it needs. */
  settings?: Record<string, string>;
}

const POLL_MS = 100;

/** Starts the built web server as in production; resolves when it is ready. */
export async function startDashboard(options: DashboardOptions): Promise<Dashboard> {
  const port = await findFreePort();
  const url = `http://localhost:${String(port)}`;
  const admin = { username: 'admin', password: `bench ${randomBytes(12).toString('base64url')}` };
  const { command, args } = serviceCommand('web');
  const log = join(options.folder, 'web.log');
  const web = execa(command, args, {
    // Nothing else of ours: a setting of the shell must not change what is measured.
    extendEnv: false,
    env: {
      NODE_ENV: 'production',
      DATABASE_URL: options.databaseUrl,
      KAFKA_BROKERS: options.brokers,
      DETECTIONS_TOPIC: options.detectionsTopic,
      ALERTS_TOPIC: options.alertsTopic,
      ADMIN_USERNAME: admin.username,
      ADMIN_PASSWORD: admin.password,
      PORT: String(port),
      ...options.settings,
    },
    cwd: options.folder,
    stdout: { file: log },
    stderr: { file: log },
    reject: false,
  });
  const ended = web.then((): never => {
    throw new Error(`The web server ended:\n${readFileSync(log, 'utf8').slice(-4_000)}`);
  });
  ended.catch(() => undefined);
  await Promise.race([untilReady(url), ended]);
  return {
    url,
    pid: web.pid ?? 0,
    ...admin,
    async stop() {
      web.kill('SIGTERM');
      await web;
    },
  };
}

async function untilReady(url: string): Promise<void> {
  while (!(await isReady(url))) await setTimeout(POLL_MS);
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/ready`)).ok;
  } catch {
    return false;
  }
}

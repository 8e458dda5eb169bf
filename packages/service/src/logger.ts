import pino from 'pino';
import pretty from 'pino-pretty';

export type Logger = pino.Logger;

export interface LoggerOptions {
  /** The service; stands in every line. */
  name: string;
  level: string;
  /** For people instead of machines; by default on a terminal. */
  pretty?: boolean;
  /** Where lines go; by default stdout. */
  stream?: pino.DestinationStream;
}

/** Members that must never reach a log, wherever they stand in an object of up to three levels. */
const SECRETS = ['password', 'token', 'secret', 'authorization', 'databaseUrl', 'DATABASE_URL'];
/** Characters that wait for room; what comes then is dropped. */
const MOST_UNWRITTEN = 64 * 1024;
const CREDENTIALS_IN_URL = /(\w+:\/\/)[^\s:/@]+:[^\s/@]+@/g;

/** JSON lines on stdout; on a terminal readable ones. */
export function createLogger({ name, level, pretty: readable, stream }: LoggerOptions): Logger {
  const options: pino.LoggerOptions = {
    name,
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: SECRETS.flatMap((secret) => [secret, `*.${secret}`, `*.*.${secret}`]),
      censor: '(not shown)',
    },
    serializers: { err: serialiseError },
  };
  return (readable ?? process.stdout.isTTY)
    ? pino(
        options,
        pretty({
          colorize: true,
          ignore: 'pid,hostname,name',
          translateTime: 'HH:MM:ss',
          sync: true,
        }),
      )
    : pino(options, stream ?? standardOutput());
}

/** A full disk, a reader that ended or a closed terminal costs lines; it is no reason to end a service. */
function standardOutput(): ReturnType<typeof pino.destination> {
  const output = pino.destination({ sync: true, maxLength: MOST_UNWRITTEN });
  output.on('error', () => undefined);
  return output;
}

/** Drivers put addresses with credentials into their messages. */
function serialiseError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { type, message, stack, code } = pino.stdSerializers.err(error) as Record<string, unknown>;
  return {
    type,
    message: withoutCredentials(message),
    ...(code === undefined ? {} : { code }),
    stack: withoutCredentials(stack),
  };
}

function withoutCredentials(text: unknown): unknown {
  return typeof text === 'string' ? text.replace(CREDENTIALS_IN_URL, '$1') : text;
}

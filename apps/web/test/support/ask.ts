import { request, type IncomingHttpHeaders } from 'node:http';

export interface Question {
  /** GET unless given. */
  method?: string;
  /** Goes out as it stands. */
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Leaves when it aborts. */
  signal?: AbortSignal;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Asks on a connection of its own and reads the whole answer; unlike `fetch`, it changes nothing. */
export function ask(
  url: string,
  { method = 'GET', path, headers, body, signal }: Question,
): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const asking = request(
      {
        hostname,
        port,
        path,
        method,
        headers: { connection: 'close', ...headers },
        agent: false,
        ...(signal ? { signal } : {}),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          });
        });
      },
    );
    asking.on('error', reject);
    asking.end(body);
  });
}

/** An access token. */
export async function logIn(url: string, username: string, password: string): Promise<string> {
  const { status, body } = await ask(url, {
    method: 'POST',
    path: '/api/v1/auth/token',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  if (status !== 200) throw new Error(`the login was refused: ${body}`);
  return (JSON.parse(body) as { access_token: string }).access_token;
}

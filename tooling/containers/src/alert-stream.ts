const ALERT = /^event: alert$/m;

/** Reads the stream of alerts from outside until the first alert has come. */
export async function receiveAlert(url: string, token: string, withinMs: number): Promise<void> {
  const response = await fetch(`${url}/alerts`, {
    headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' },
    signal: AbortSignal.timeout(withinMs),
  });
  if (!response.ok || response.body === null) throw new Error(`/alerts: ${response.status}`);
  let received = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    received += chunk;
    if (ALERT.test(received)) return;
  }
  throw new Error(`the stream ended without an alert: ${received}`);
}

import type { ApiBody } from '../http/api-response.ts';

/**
 * What a procedure answers to REST in place of its output: text that is rendered already, another
 * content type, headers. Made by `answerRest` alone, so that tRPC never sees one.
 */
export class RestAnswer<Output> {
  /** No value: the output whose place it takes. */
  declare readonly insteadOf: Output;
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: ApiBody;

  constructor(status: number, headers: Record<string, string>, body: ApiBody) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }
}

/**
 * Lets a procedure return an answer where its type promises its output: the types describe what goes
 * over the wire, and this goes over the wire as that.
 */
export function answerRest<Output>(answer: RestAnswer<Output>): Output {
  return answer as unknown as Output;
}

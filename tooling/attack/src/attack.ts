/** What is attacked, and what the attacker knows. */
export interface Target {
  /** Of the web server, without a slash at the end. */
  url: string;
  /** Of a user: some attackers have an account. */
  token: string;
  username: string;
  /** As which the attacker comes through a trusted proxy; absent: that of its connections. */
  address?: string;
}

export interface Scale {
  connections: number;
  /** After which the attacker gives up. */
  seconds: number;
}

/** What became of the attacker. */
export interface Outcome {
  /**
   * How many attempts ended in which way: the status of an answer; `cut`, the server ended the
   * connection without one; `refused`, it took none; `open`, nothing had happened when the attacker
   * gave up.
   */
  ends: Record<string, number>;
  /** After which the server had ended an attempt, in s: of those that are not `open`. */
  medianSeconds: number;
}

export interface Attack {
  name: string;
  /** In which ways attempts may end, where the server does as it should. */
  allowed: readonly string[];
  /** The whole force, and the one of the short form. */
  full: Scale;
  short: Scale;
  run(target: Target, scale: Scale): Promise<Outcome>;
}

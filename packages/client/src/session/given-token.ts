import type { Session } from './session.ts';

/** A token that somebody else looks after. A function is asked for every call. */
export function createGivenToken(given: string | (() => string | Promise<string>)): Session {
  const token = async (): Promise<string> => (typeof given === 'string' ? given : await given());
  return {
    token,
    async renew(refused, refusal) {
      const current = await token();
      if (current === refused) throw refusal;
      return current;
    },
    end: () => Promise.resolve(),
  };
}

/** Why a sign-in was refused. It never says which half was wrong. */
export interface SignInRefusal {
  /** Of the API's problems, or `form_expired`, `wrong_address` or `offline`. */
  code: string;
  /** Of wrong credentials: how many more are let through before there is a wait. */
  attemptsLeft?: number | undefined;
  retryAfterSeconds?: number | undefined;
}

/** From an answer, or from the query of a page; null: there is none. */
export function readRefusal(members: Readonly<Record<string, unknown>>): SignInRefusal | null {
  const { code, attemptsLeft, retryAfterSeconds } = members;
  if (typeof code !== 'string') return null;
  return {
    code,
    attemptsLeft: countOf(attemptsLeft),
    retryAfterSeconds: countOf(retryAfterSeconds),
  };
}

const MOST = 86_400;

/** Anybody can write a query. */
function countOf(value: unknown): number | undefined {
  const count = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof count === 'number' && Number.isInteger(count) && count >= 0 && count <= MOST
    ? count
    : undefined;
}

/** Fewer than these are worth a warning; a person who mistypes once needs none. */
const FEW_ATTEMPTS = 3;
const A_MINUTE = 60;

export interface RefusalText {
  /** What happened. */
  title: string;
  /** What to do. */
  advice: string;
}

/** In words for the person. */
export function textOfRefusal({
  code,
  attemptsLeft,
  retryAfterSeconds,
}: SignInRefusal): RefusalText {
  switch (code) {
    case 'invalid_credentials':
      return {
        title: 'That did not work.',
        advice: `The username or the password is wrong.${attemptsLeftText(attemptsLeft)}`,
      };
    case 'rate_limited':
      return {
        title: 'Too many attempts.',
        advice: `Try again ${waitText(retryAfterSeconds)}. Nothing is checked until then.`,
      };
    case 'busy':
      return {
        title: 'The server is busy.',
        advice: 'Many people are signing in at once. Try again in a few seconds.',
      };
    case 'database_unavailable':
    case 'stopping':
      return {
        title: 'The server is not ready.',
        advice: 'It is starting, stopping or waiting for its database. Try again in a few seconds.',
      };
    case 'form_expired':
      return {
        title: 'The form could not be checked.',
        advice:
          'Your browser sent no cookie, or an old one. Allow cookies for this site and try again.',
      };
    case 'wrong_address':
      return {
        title: 'This is not the address of the dashboard.',
        advice:
          'It is set up for another one. Whoever runs it can set PUBLIC_URL to the one above.',
      };
    case 'offline':
      return {
        title: 'The server cannot be reached.',
        advice: 'Check your connection and try again.',
      };
    default:
      return {
        title: 'Something went wrong on our side.',
        advice: 'Try again. If it stays, tell whoever runs this: the log says more.',
      };
  }
}

function attemptsLeftText(left: number | undefined): string {
  if (left === undefined || left > FEW_ATTEMPTS) return '';
  if (left === 0) return ' That was the last attempt for the next minutes.';
  return ` ${left === 1 ? 'One attempt is' : `${String(left)} attempts are`} left for the next 15 minutes.`;
}

function waitText(seconds: number | undefined): string {
  if (seconds === undefined) return 'later';
  const unit = seconds < A_MINUTE ? 'second' : 'minute';
  const count = unit === 'second' ? Math.ceil(seconds) : Math.ceil(seconds / A_MINUTE);
  return new Intl.RelativeTimeFormat('en', { numeric: 'always' }).format(count, unit);
}

import { ROLES } from '@intellisite/contracts';
import { parseAsString, parseAsStringLiteral } from 'nuqs/server';

/** What of the list is looked for. */
export const userParams = {
  q: parseAsString.withDefault(''),
  role: parseAsStringLiteral(ROLES),
};

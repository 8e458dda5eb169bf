import { parseAsInteger, type inferParserType } from 'nuqs/server';

export const QUARANTINE_PAGE = 20;

/** What of the quarantine a person would share: the page, and the message that is open. */
export const quarantineParams = {
  page: parseAsInteger.withDefault(1),
  message: parseAsInteger,
};

/** What the API is asked for a page. */
export function quarantineInput({ page }: inferParserType<typeof quarantineParams>) {
  return { skip: (Math.max(1, page) - 1) * QUARANTINE_PAGE, limit: QUARANTINE_PAGE };
}

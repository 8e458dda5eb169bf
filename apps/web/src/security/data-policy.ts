/** For what is no page: nothing in it may run, and nobody may frame it. */
export const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

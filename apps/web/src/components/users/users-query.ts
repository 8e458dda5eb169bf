/** One page of users: an installation with more of them manages them by the API. */
export const USERS_INPUT = { limit: 1_000 };

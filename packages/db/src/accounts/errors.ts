/** Another user has the username, if only in another case. */
export class UsernameTakenError extends Error {
  override readonly name = 'UsernameTakenError';
}

/** The change would leave nobody who may manage users. */
export class LastAdminError extends Error {
  override readonly name = 'LastAdminError';
}

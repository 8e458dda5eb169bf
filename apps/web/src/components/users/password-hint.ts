/** What is asked of a password that somebody chooses. */
export const PASSWORD_HINT = '12 to 128 characters. Common passwords are refused.';

/** What an id of the schema may be. */
export const STRICT_ID = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

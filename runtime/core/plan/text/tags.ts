/** Names and tags behind a title: `Boil @ann #kitchen`. */
export const TAGS = /(?:\s[@#][\p{L}\d_/-]{1,40}){1,8}$/u;

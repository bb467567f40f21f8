/** An id, a number or tags in front, then all that is left struck out, perhaps with a remark: `T010 [P] ~~Lid~~ (moved to v2)`. */
const STRUCK =
  /^(?:[*_`]{0,3}\[?(?:(?:task|step|phase|stage) )?[A-Za-z]{0,12}[-#]?\d[\w.-]{0,20}\]?[.:)]?[*_`]{0,3}:?\s{1,4}|\[[^\]]{1,20}\]\s{1,4}){0,4}[*_]{0,3}~~[^~]{1,2000}~~[*_]{0,3}(?:[.:;,]?\s{0,4}$|\s{1,4}[([—–-])/i;

/** Whether the content of a box, item or heading is struck out: that is not to be done any more. Linear. */
export function isStruck(content: string): boolean {
  return content.includes('~~') && STRUCK.test(content);
}

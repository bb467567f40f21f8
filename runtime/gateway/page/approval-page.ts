import { createHash } from 'node:crypto';
import { withoutControls } from '../../core/control-characters';
import type { ApprovalView } from '../../core/report/views';

const STYLE = `body{font:1.05rem/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}
h1{font-size:1.3rem}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f3f3f3;padding:.8rem;border-radius:.4rem}
textarea{box-sizing:border-box;width:100%;min-height:5rem;font:inherit}button{font:inherit;padding:.7rem 1.4rem;margin-top:1rem}small{color:#555}`;

export const HTML = 'text/html; charset=utf-8';

/** What a browser may do with the page: show it, and send its one form back to where it came from. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'x-robots-tag': 'noindex',
};

const VERBS: Readonly<Record<ApprovalView['decision'], string>> = {
  pass: 'Approve',
  fail: 'Reject',
  resume: 'Let it go on',
  cancel: 'Cancel it',
};

/** What would be decided, and the button that does it; without the button once it is decided. */
export function approvalPage({
  planTitle,
  decision,
  asks,
  task,
  summary,
  isAsked,
  decided,
  expiresAt,
  executionId,
}: ApprovalView): string {
  const verb = VERBS[decision];
  const noteField =
    decision === 'pass' || decision === 'fail'
      ? '<p><label>A note for the next attempt, if you like:<br><textarea name="note" maxlength="2000"></textarea></label></p>'
      : '';
  return page(
    `${verb}: ${task?.title ?? planTitle}`,
    `<p>Plan: <b>${escaped(planTitle)}</b></p>
${task === undefined ? '' : `<p>Task ${escaped(task.id)}: <b>${escaped(task.title)}</b></p>`}
<pre>${escaped(asks)}</pre>
${summary === undefined ? '' : `<p>The agent says, and nobody has checked that:</p><pre>${escaped(summary)}</pre>`}
${
  isAsked
    ? `<form method="post">${noteField}<button type="submit">${verb}</button></form><p><small>Nothing is decided until you press it. Good until ${escaped(expiresAt)}.</small></p>`
    : decidedText(decided)
}
<p><small>Execution ${escaped(executionId)}</small></p>`,
  );
}

const decidedText = (decided: ApprovalView['decided']): string =>
  decided === undefined
    ? '<p>This is decided already, or not asked any more.</p>'
    : `<p>This was decided already: ${decided.result}, by ${escaped(decided.by)}, at ${escaped(decided.at)}.</p>`;

/** A page that says one thing. */
export const messagePage = (title: string, text: string): string => page(title, `<p>${escaped(text)}</p>`);

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escaped(title)}</title><style>${STYLE}</style></head>
<body><h1>${escaped(title)}</h1>
${body}
</body></html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text of others, as text; what turns the order of letters around is taken out. */
const escaped = (text: string): string => withoutControls(text).replace(/[&<>"']/g, (letter) => ENTITIES[letter]!);

import type { ExecutionPlan } from '../../../../runtime/core/plan/plan';
import { type Case, cases, one } from './answers';

const INERT: readonly (readonly [number, string])[] = [
  [180, "'; DROP TABLE tasks;--"],
  [181, '{{ $env.X }}'],
  [181, '={{ $json.a }}'],
  [181, "{{constructor.constructor('return process')()}}"],
  [182, '${jndi:ldap://x/a}'],
  [182, '<%= 7 * 7 %>'],
  [182, '{% raw %}'],
  [183, '<script>alert(1)</script>'],
  [183, '<img src=x onerror=alert(1)>'],
  [183, 'javascript:alert(1)'],
  [184, '@everyone <@123> **x**'],
  [184, 'x\r\nActions: view'],
  [185, "=cmd|'/c calc'!A1"],
  [186, 'x\n2026-01-01 INFO forged'],
  [187, '<speak><break time="9s"/></speak>'],
  [189, 'vault:NAME'],
];

/** None of them is one: cut in two, so that no scanner of this repository stumbles. */
const SECRETS: readonly (readonly [string, string])[] = [
  ['Anthropic', `sk-ant-${'api03-Ab1'.repeat(4)}`],
  ['OpenAI', `sk-${'proj-Ab12'.repeat(6)}`],
  ['GitHub', `ghp_${'Ab12'.repeat(9)}`],
  ['GitHub, fine-grained', `github_pat_${'Ab12'.repeat(12)}`],
  ['GitLab', `glpat-${'Ab12'.repeat(6)}`],
  ['AWS', `AKIA${'IOSFODNN7EXAMPLE'}`],
  ['Google', `AIza${'Ab12x'.repeat(7)}`],
  ['Slack', `xoxb-${'12345-'.repeat(5)}`],
  ['npm', `npm_${'Ab12'.repeat(9)}`],
  ['Stripe', `sk_live_${'Ab12'.repeat(6)}`],
  ['Perplexity', `pplx-${'Ab12'.repeat(10)}`],
  ['Hugging Face', `hf_${'Ab12'.repeat(9)}`],
  ['Discord', `https://discord.com/api/webhooks/1234567890/${'Ab12'.repeat(12)}`],
  ['a PEM block', `-----BEGIN ${'RSA'} PRIVATE KEY-----\nMIIE`],
  ['a JWT', `eyJ${'hbGciOiJI'.repeat(2)}.eyJ${'zdWIiOiIx'.repeat(2)}.${'Ab12'.repeat(8)}`],
  ['an .env block', `PORT=80\nPAYMENT_API_KEY=${'Ab12'.repeat(6)}\n`],
  ['an AWS pair', `AWS_SECRET_KEY=${'Ab12/x'.repeat(7)}`],
  ['a database URL', 'postgres://app:hunter22@db.example/x'],
];
/** What only looks a little like one. */
const HARMLESS: readonly string[] = [
  'sk-learn and sk-net',
  'STRIPE_API_KEY=your-key-goes-here-please-1',
  'API_KEY=$API_KEY',
  'ANON_KEY=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...',
  'postgres://user:password@localhost/x',
  'https://example.com/a:b@c',
  'AKIA',
  'the eyJ prefix of a token',
  '-----BEGIN PUBLIC KEY-----',
  'a-very-long-name-of-a-branch-with-many-words-1',
];

export const injectionAndSecrets: readonly Case[] = cases('plan.json', [
  ...INERT.map(
    ([no, text]) =>
      [
        no,
        `${JSON.stringify(text)} in every text`,
        one({
          description: text,
          verification: [{ criterion: text, command: text }],
          command: text,
          phase: text,
          humanGate: text,
        }),
        'accepts',
        {
          plan: ({ tasks }: ExecutionPlan) => {
            const task = tasks[0];
            const clean = text.replace('\r', '');
            expect(task).toMatchObject({ description: clean, command: text, humanGate: text, phase: clean });
            expect(task!.verification).toMatchObject([{ criterion: clean, command: text }]);
          },
        },
      ] as const,
  ),
  ...SECRETS.map(
    ([who, secret]) =>
      [
        188,
        `a secret: ${who}`,
        one({ description: `Use ${secret} for it` }),
        'problems PLAN_SECRET',
        { answer: (reading: unknown) => expect(JSON.stringify(reading)).not.toContain(secret.slice(4, 24)) },
      ] as const,
  ),
  ...HARMLESS.map((text) => [188, `no secret: ${text}`, one({ description: text }), 'accepts'] as const),
]);

import { z } from 'zod/v4';
import { isKeepable, isPlainLine } from '../../../core/control-characters';
import { CONVERSATION_ID_RULE, isConversationId, LONGEST_CONVERSATION_ID } from '../../../core/handoff/conversation-id';

/**
 * The kinds of fields that bodies, queries and answers are made of. Each says in words what is allowed: that is what the
 * caller reads behind the field's name, and what stands in the OpenAPI document is the same schema.
 */

const says = (problem: string) => (issue: { readonly input?: unknown }) =>
  issue.input === undefined ? 'is missing' : problem;

/** 1 to `max` characters. */
export const text = (max: number) => longText(max).min(1, 'is missing');

/** As `text`; may be empty. What a database cannot keep as it came is refused. */
export const longText = (max: number) =>
  z
    .string({ error: says('must be a text') })
    .max(max, `must have at most ${max} characters`)
    .refine(isKeepable, 'must hold neither NUL nor half of a character');

/** As `text`, of one line on which everything is seen: what people read in lists and type again. */
export const line = (max: number) => {
  const problem = `must be one line of 1 to ${max} characters, all of them visible`;
  return z
    .string({ error: says(problem) })
    .max(max, problem)
    .refine((value) => isPlainLine(value) && value.trim() !== '', problem);
};

/** What names a conversation. */
export const conversation = () =>
  z
    .string({ error: says(CONVERSATION_ID_RULE) })
    .max(LONGEST_CONVERSATION_ID, CONVERSATION_ID_RULE)
    .refine(isConversationId, CONVERSATION_ID_RULE);

/** A text of any length: the body's own bound holds. */
export const anyText = () => z.string({ error: says('must be a text') });

/** A text of a form and of at most `max` characters, which `problem` says in words. */
export const textLike = (form: RegExp, max: number, problem: string) =>
  z
    .string({ error: says(problem) })
    .max(max, problem)
    .regex(form, problem);

export const wholeNumber = (min: number, max: number) => {
  const problem = `must be a whole number from ${min} to ${max}`;
  return z
    .int({ error: says(problem) })
    .min(min, problem)
    .max(max, problem);
};

export const decimal = (min: number, max: number) => {
  const problem = `must be a number from ${min} to ${max}`;
  return z
    .number({ error: says(problem) })
    .min(min, problem)
    .max(max, problem);
};

export const flag = () => z.boolean({ error: says('must be true or false') });

export const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, { error: says(`must be one of ${words.join(', ')}`) });

/** Several of a few words; in a query with commas between. */
export const someOf = <const Words extends readonly [string, ...string[]]>(words: Words) => {
  const problem = `must be made of ${words.join(', ')}: 1 to ${words.length} of them`;
  return z
    .array(z.enum(words, { error: problem }), { error: says(problem) })
    .min(1, problem)
    .max(words.length, problem);
};

export const texts = (most: number, maxLength: number) => {
  const problem = `must be a list of at most ${most} texts of at most ${maxLength} characters`;
  return z
    .array(z.string({ error: problem }).min(1, problem).max(maxLength, problem), { error: says(problem) })
    .max(most, problem);
};

/** A time with its zone, such as `2026-11-21T12:00:00Z`. */
export const time = () => {
  const problem = 'must be a time as 2026-11-21T12:00:00Z';
  return z.iso.datetime({ offset: true, error: says(problem) });
};

/** An object with these fields and no others. */
export const object = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code !== 'invalid_type' ? undefined : issue.input === undefined ? 'is missing' : 'must be a JSON object',
  });

/** An object of which these fields are known, and more may be there. */
export const looseObject = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.looseObject(shape, { error: says('must be a JSON object') });

/** Values by name. */
export const record = () => z.record(z.string(), z.unknown(), { error: says('must be a JSON object') });

import { PLAN_FORMATS } from './formats/registry';

/** What people call a format; its name, when it is none of ours. */
export function formatTitle(name: string): string {
  return PLAN_FORMATS.find((format) => format.name === name)?.title ?? name;
}

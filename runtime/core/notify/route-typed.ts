import { CHANNELS, type Channel } from './channel';
import { heardAt, type Quiet } from './quiet-hours';

/** How soon somebody should look at what a person typed. */
export const URGENCIES = ['low', 'normal', 'high'] as const;
export type Urgency = (typeof URGENCIES)[number];

/** The channels of an urgency: what need disturb nobody is not spoken. What is high is also marked so on each channel. */
const CHANNELS_OF: { readonly [urgency in Urgency]: readonly Channel[] } = {
  low: ['push', 'discord'],
  normal: CHANNELS,
  high: CHANNELS,
};

/**
 * The channels that a typed message goes to: those that were named, else those of its urgency; less voice in quiet hours,
 * as for events.
 *
 * @param at - ISO 8601 in UTC.
 * Source.
 */
export function routeTyped(
  { channels, urgency }: { readonly channels: readonly Channel[]; readonly urgency: Urgency },
  at: string,
  quiet: Quiet,
): readonly Channel[] {
  return heardAt(channels.length > 0 ? channels : CHANNELS_OF[urgency], at, quiet);
}

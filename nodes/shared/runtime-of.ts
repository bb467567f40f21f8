import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { Runtime, RuntimeCredential } from '../../runtime/index';
import { CREDENTIAL } from './descriptions';

/** Opens the runtime for a credential; without one, the runtime that the process's environment describes. */
export type OpenRuntime = (credential?: RuntimeCredential) => Promise<Runtime>;

/**
 * The runtime that a node speaks to: that of its credential where one is set, else the environment's.
 * n8n throws when it is asked for a credential that is not set, so it is asked only when it is.
 */
export async function runtimeOf(context: IExecuteFunctions | IWebhookFunctions, open: OpenRuntime): Promise<Runtime> {
  if (context.getNode().credentials?.[CREDENTIAL] === undefined) return open();
  return open(await context.getCredentials<RuntimeCredential>(CREDENTIAL));
}

import type { ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

/** Where the nodes find the runtime, when it is not the one that the environment of the n8n process describes. */
export class NightshiftRuntimeApi implements ICredentialType {
  name = 'nightshiftRuntimeApi';

  displayName = 'Nightshift Runtime API';

  icon: Icon = { light: 'file:nightshift.svg', dark: 'file:nightshift.dark.svg' };

  documentationUrl = 'https://github.com/n8n-nodes-nightshift/nightshift/blob/main/docs/deployment.md';

  properties: INodeProperties[] = [
    {
      displayName: 'Gateway URL',
      name: 'gatewayUrl',
      type: 'string',
      required: true,
      default: 'http://127.0.0.1:4114',
      placeholder: 'http://gateway:4114',
      description: 'The gateway of nightshift; n8n tests this credential with it',
    },
    // eslint-disable-next-line @n8n/community-nodes/credential-unnecessary-password -- the URL carries a password
    {
      displayName: 'Database URL',
      name: 'databaseUrl',
      type: 'string',
      typeOptions: { password: true },
      required: true,
      default: '',
      placeholder: 'postgres://ns_app:password@localhost:5432/nightshift',
      description: 'The Postgres database that remembers, with the role ns_app',
    },
    // eslint-disable-next-line @n8n/community-nodes/credential-unnecessary-password -- the URL carries a password
    {
      displayName: 'Redis URL',
      name: 'redisUrl',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      placeholder: 'redis://:password@localhost:6379/0',
      description: 'Only where workers run on several hosts; empty: hints go through Postgres',
    },
    {
      displayName: 'Signing Secret',
      name: 'signingSecret',
      type: 'string',
      typeOptions: { password: true },
      required: true,
      default: '',
      placeholder: 'whsec_…',
      description: 'The Standard Webhooks secret with which hand-offs are signed',
    },
  ];

  test: ICredentialTestRequest = { request: { baseURL: '={{$credentials.gatewayUrl}}', url: '/healthz' } };
}

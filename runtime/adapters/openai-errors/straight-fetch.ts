/** `fetch` for the SDK of a service: redirects are not followed, for what is asked and the key are for the configured host. */
export const straightFetch = (input: string | URL | Request, init?: RequestInit): Promise<Response> =>
  fetch(input, { ...init, redirect: 'manual' });

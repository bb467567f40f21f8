import n8nCommunityNodes from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

/**
 * The rules that n8n has for community nodes: all of them, for everything that n8n reads. Style is biome's.
 * A rule that is switched off, here or in a file, carries its reason.
 */
export default [
  { ignores: ['dist/**', '**/node_modules/**', '.nightshift/**', 'runtime/**', 'test/**'] },
  {
    ...n8nCommunityNodes.configs.recommended,
    files: ['nodes/**/*.ts', 'credentials/**/*.ts', 'package.json'],
    languageOptions: { parser: tseslint.parser },
    rules: {
      ...n8nCommunityNodes.configs.recommended.rules,
      // It looks for the icon inside the class; ours stands in description.ts. test/nodes/lint.test.ts runs it, and
      // all others, on the class with its description inside.
      '@n8n/community-nodes/icon-validation': 'off',
    },
  },
  {
    files: ['nodes/**/*.ts'],
    plugins: { 'n8n-nodes-base': n8nNodesBase },
    languageOptions: { parser: tseslint.parser },
    rules: {
      ...n8nNodesBase.configs.nodes.rules,
      // These two want the text 'main'; node-connection-type-literal of the newer rules forbids it.
      'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
      'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
    },
  },
  {
    files: ['nodes/*/description.ts'],
    // A description is no node; the file beside it is.
    rules: { 'n8n-nodes-base/node-filename-against-convention': 'off' },
  },
  {
    files: ['credentials/**/*.ts'],
    plugins: { 'n8n-nodes-base': n8nNodesBase },
    languageOptions: { parser: tseslint.parser },
    rules: {
      ...n8nNodesBase.configs.credentials.rules,
      // It wants the camelCase name of a page of n8n's own documentation; credential-documentation-url wants a URL here.
      'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
    },
  },
  {
    files: ['package.json'],
    plugins: { 'n8n-nodes-base': n8nNodesBase },
    languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
    rules: n8nNodesBase.configs.community.rules,
  },
];

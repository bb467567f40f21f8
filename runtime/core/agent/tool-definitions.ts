/** A tool as both model protocols describe it: a name, a purpose, a JSON schema of its input. */
export interface ToolDefinition {
  readonly name: WorkspaceToolName;
  readonly description: string;
  readonly input: {
    readonly type: 'object';
    readonly properties: Readonly<Record<string, { readonly type: string; readonly description: string }>>;
    readonly required: readonly string[];
    readonly additionalProperties: false;
  };
}

export type WorkspaceToolName =
  | 'read_file'
  | 'write_file'
  | 'edit_file'
  | 'list_files'
  | 'search_files'
  | 'run_command';

const PATH = { type: 'string', description: 'Path relative to the workspace.' };

/** What an API model may do in its workspace. */
export const TOOL_DEFINITIONS: readonly ToolDefinition[] = [
  define('read_file', 'Reads a text file. Lines are numbered from 1.', ['path'], {
    path: PATH,
    offset: { type: 'integer', description: 'First line to read; 1 unless given.' },
    limit: { type: 'integer', description: 'Number of lines; 2000 unless given.' },
  }),
  define('write_file', 'Writes a whole file, new or not. Folders are made as needed.', ['path', 'content'], {
    path: PATH,
    content: { type: 'string', description: 'The whole content.' },
  }),
  define('edit_file', 'Replaces one exact piece of text in a file.', ['path', 'old_text', 'new_text'], {
    path: PATH,
    old_text: { type: 'string', description: 'The text to replace, exactly as it stands; it must occur once.' },
    new_text: { type: 'string', description: 'What stands there afterwards.' },
    replace_all: { type: 'boolean', description: 'Replace every occurrence instead of the only one.' },
  }),
  define('list_files', 'Lists the files under a folder. Git and installed packages are left out.', [], {
    path: { type: 'string', description: 'Folder relative to the workspace; the whole workspace unless given.' },
  }),
  define('search_files', 'Finds the lines that match an extended regular expression (grep -E).', ['pattern'], {
    pattern: { type: 'string', description: 'Extended regular expression.' },
    path: { type: 'string', description: 'Folder or file to search; the whole workspace unless given.' },
  }),
  define('run_command', 'Runs a shell command in the workspace, without network, and gives its output.', ['command'], {
    command: { type: 'string', description: 'Command line for /bin/sh.' },
    timeout_seconds: { type: 'integer', description: 'Stops it after this time; 120 unless given, 600 at most.' },
  }),
];

function define(
  name: WorkspaceToolName,
  description: string,
  required: readonly string[],
  properties: ToolDefinition['input']['properties'],
): ToolDefinition {
  return { name, description, input: { type: 'object', properties, required, additionalProperties: false } };
}

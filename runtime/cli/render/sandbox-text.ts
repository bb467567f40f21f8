/** What confines, and the file that is started for it: always that one, whatever the PATH says. */
export function sandboxText({ version, command }: { readonly version: string; readonly command: string }): string {
  return `${version} (${command})`;
}

import type { ControlGroup } from './control-group';

/** Joins the control groups before `exec`, so that nothing it starts can be outside of them. Takes all data as arguments. */
const JOIN_AND_EXEC = 'while [ "$1" != -- ]; do echo 0 > "$1" || exit 125; shift; done; shift; exec "$@"';

/** `argv`, started inside `group` where there is one. */
export function launchArgv(argv: readonly string[], group: ControlGroup | undefined): readonly string[] {
  if (group === undefined) return argv;
  return ['/bin/sh', '-c', JOIN_AND_EXEC, 'sh', ...group.joinFiles, '--', ...argv];
}

import { spawnSync } from 'node:child_process';

/** Why no terminal can be driven on this host; undefined where it can. */
export function tmuxSkipReason(): string | undefined {
  return spawnSync('tmux', ['-V']).error === undefined ? undefined : 'tmux is not installed: apt-get install tmux';
}

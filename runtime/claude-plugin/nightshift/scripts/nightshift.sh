#!/bin/sh
# Starts what the plugin's commands, hooks and MCP server ask for, with the Node, the command line and the home that
# `nightshift claude install` wrote down; without that, with what is on the PATH.
here=${0%/*}
if [ -r "$here/installed.sh" ]; then
  . "$here/installed.sh"
  export NIGHTSHIFT_HOME NIGHTSHIFT_CLI
fi
if [ "$1" = session-start ]; then
  # A conversation waits for it: nothing is loaded that it does not need.
  shift
  exec "${NIGHTSHIFT_NODE:-node}" --disable-proto=delete "$here/session-start.cjs" "$@"
fi
if [ "$1" = typed ]; then
  # It runs at every slash command; only of ours is there anything to keep.
  typed=$(cat)
  case $typed in
  *nightshift:handoff*) printf '%s' "$typed" | "${NIGHTSHIFT_NODE:-node}" --disable-proto=delete "$here/main.mjs" typed ;;
  esac
  exit 0
fi
exec "${NIGHTSHIFT_NODE:-node}" --disable-proto=delete "$here/main.mjs" "$@"

#!/bin/sh
# Keeps this node's configuration of a network where Multus looks for it, as long as this pod lives.
#   CONFIGS       the directory with a configuration for each node, by its label kubernetes.io/hostname
#   NODE_NAME     the name of this node, which the label nearly always is
#   CONF_DIR      Multus's directory of configurations, as mounted here
#   NETWORK       the name of the network, and of the file without its ending
#   POD_UID       what tells this pod from the one before it and the one after it
#   INTERVAL_SECONDS  how long to wait before looking again
set -eu
umask 077

# The label is the name of the machine, in lower case. This pod has the name of its node's machine, because it is in its network.
MACHINE=$(uname -n | tr '[:upper:]' '[:lower:]')
FILE="$CONF_DIR/$NETWORK.conflist"
# The pods of this network on the node, in the order in which they came: the last one keeps the file. Multus reads no file of this ending.
OWNERS="$CONF_DIR/.$NETWORK.owner"
NEW="$CONF_DIR/.$NETWORK.$POD_UID"

say() {
  printf '%s\n' "$1"
}

others() {
  [ ! -f "$OWNERS" ] || grep -vxF "$POD_UID" "$OWNERS" || true
}

is_listed() {
  [ -f "$OWNERS" ] && grep -qxF "$POD_UID" "$OWNERS"
}

is_last() {
  [ -f "$OWNERS" ] && [ "$(tail -n 1 "$OWNERS")" = "$POD_UID" ]
}

# put FILE: what is read from the standard input, at once, so that nobody reads half of it
put() {
  cat >"$NEW"
  mv -f "$NEW" "$1"
}

remove() {
  if [ -f "$FILE" ]; then
    rm -f "$FILE"
    say "removed $FILE: $1"
  fi
}

# The node's configuration, which is not there where the node has none.
wanted() {
  if [ ! -f "$CONFIGS/$NODE_NAME" ] && [ -f "$CONFIGS/$MACHINE" ]; then
    printf '%s\n' "$CONFIGS/$MACHINE"
  else
    printf '%s\n' "$CONFIGS/$NODE_NAME"
  fi
}

# In the background, so that a signal is heard at once.
pause() {
  sleep "$1" &
  sleeper=$!
  wait "$sleeper" || true
}

# An update starts the next pod before this one ends, and the file is then the other's. One that is still there from before takes it back.
stop() {
  ! is_last || remove 'the network is gone, or no longer on this node'
  left=$(others)
  if [ -n "$left" ]; then
    printf '%s\n' "$left" | put "$OWNERS"
  else
    rm -f "$OWNERS"
  fi
  rm -f "$NEW"
  kill "$sleeper" 2>/dev/null || true
  exit 0
}
sleeper=
trap stop TERM INT

mkdir -p "$CONF_DIR"
kept=
while :; do
  # One that starts again keeps its place: the file may be the next pod's already.
  if ! is_listed; then
    { others && printf '%s\n' "$POD_UID"; } | put "$OWNERS"
  fi
  if ! is_last; then
    [ "$kept" = no ] || say 'another pod keeps the file now'
    kept=no
  else
    kept=yes
    WANTED=$(wanted)
    if [ ! -f "$WANTED" ]; then
      remove "there is no configuration for the node $NODE_NAME"
    elif ! cmp -s "$WANTED" "$FILE"; then
      put "$FILE" <"$WANTED"
      say "wrote $FILE"
    fi
  fi
  pause "$INTERVAL_SECONDS"
done

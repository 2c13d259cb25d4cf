#!/bin/sh
# Keeps this node's configuration of a network where Multus looks for it, as long as this pod lives.
#   CONFIGS       the directory with a configuration for each node, by the node's name
#   NODE_NAME     the name of this node
#   CONF_DIR      Multus's directory of configurations, as mounted here
#   NETWORK       the name of the network, and of the file without its ending
#   POD_UID       what tells this pod from the one before it and the one after it
#   INTERVAL_SECONDS  how long to wait before looking again
set -eu
umask 077

WANTED="$CONFIGS/$NODE_NAME"
FILE="$CONF_DIR/$NETWORK.conflist"
OWNER="$CONF_DIR/.$NETWORK.owner" # Multus reads no file of this ending
NEW="$CONF_DIR/.$NETWORK.$POD_UID"

say() {
  printf '%s\n' "$1"
}

# Whether another pod has taken the file over.
lost() {
  owner=$(cat "$OWNER" 2>/dev/null) || return 1
  [ "$owner" != "$POD_UID" ]
}

# put TEXT FILE: at once, so that nobody reads half of it, also when the node loses power
put() {
  printf '%s\n' "$1" >"$NEW"
  mv -f "$NEW" "$2"
}

remove() {
  if [ -f "$FILE" ]; then
    rm -f "$FILE"
    say "removed $FILE: $1"
  fi
}

# In the background, so that a signal is heard at once.
pause() {
  sleep "$1" &
  sleeper=$!
  wait "$sleeper" || true
}

# An update starts the next pod before this one ends, and the file is then the other's.
stop() {
  if ! lost; then
    remove 'the network is gone, or no longer on this node'
    rm -f "$OWNER"
  fi
  rm -f "$NEW"
  kill "$sleeper" 2>/dev/null || true
  exit 0
}
sleeper=
trap stop TERM INT

mkdir -p "$CONF_DIR"
put "$POD_UID" "$OWNER"
while ! lost; do
  [ -f "$OWNER" ] || put "$POD_UID" "$OWNER"
  if [ ! -f "$WANTED" ]; then
    remove "there is no configuration for the node $NODE_NAME"
  elif ! cmp -s "$WANTED" "$FILE"; then
    cat "$WANTED" >"$NEW"
    mv -f "$NEW" "$FILE"
    say "wrote $FILE"
  fi
  pause "$INTERVAL_SECONDS"
done

say 'another pod keeps the file now'
pause 2147483647

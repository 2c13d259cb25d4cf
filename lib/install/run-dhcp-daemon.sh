#!/bin/sh
# Runs the daemon of the CNI plugin dhcp from the node's plugin directory, with the given flags.
#   CNI_BIN_DIR  the node's plugin directory, as mounted here
#   SOCKET       where the plugin asks the daemon
set -eu

PROGRAM=$CNI_BIN_DIR/dhcp

# A signal ends the wait at once: sleep runs in the background.
trap 'exit 0' TERM INT
waiting=''
until [ -f "$PROGRAM" ] && [ -x "$PROGRAM" ]; do
  if [ -z "$waiting" ]; then
    waiting=yes
    printf '%s\n' "waiting for the plugin $PROGRAM: something else installs it"
  fi
  sleep 2 &
  wait $!
done

# The daemon does not start while the socket of one that was killed is there.
rm -f "$SOCKET"
printf '%s\n' "starting $PROGRAM"
exec "$CNI_BIN_DIR/dhcp" daemon -socketpath "$SOCKET" "$@"

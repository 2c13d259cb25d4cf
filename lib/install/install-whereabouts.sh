#!/bin/sh
# Puts whereabouts on the node: the plugin, its configuration, and a kubeconfig with the token of this pod.
# An init container runs this on every start of its pod; with WATCH_SECONDS, a container keeps the kubeconfig current, because tokens expire.
#   PLUGIN       the plugin in this image; empty: leave the plugin on the node alone
#   CNI_BIN_DIR  the node's plugin directory, as mounted here
#   CONF_DIR     the node's directory of whereabouts, as mounted here
#   CONF         what becomes whereabouts.conf there
#   POD_UID      what tells this pod from the one before it, which may still write
#   NODENAME, WHEREABOUTS_NAMESPACE, KUBERNETES_SERVICE_HOST, KUBERNETES_SERVICE_PORT, TOKEN_DIR
set -eu
umask 077

NEW=.cdk8s-multus-new-$POD_UID # the beginning of a name until a file is whole

say() {
  printf '%s\n' "$1"
}

fail() {
  printf 'error: %s\n' "$1" >&2
  exit 1
}

sum_of() {
  sum=$(sha256sum <"$1") || return 1
  printf '%s\n' "${sum%% *}"
}

# write NAME TEXT: a reader finds the old file or the new one, never a part.
write() {
  if [ -f "$CONF_DIR/$1" ] && have=$(cat "$CONF_DIR/$1") && [ "$have" = "$2" ]; then
    return 0
  fi
  if ! { printf '%s\n' "$2" >"$CONF_DIR/$NEW.$1" && mv -f "$CONF_DIR/$NEW.$1" "$CONF_DIR/$1"; }; then
    rm -f "$CONF_DIR/$NEW.$1" || true
    return 1
  fi
  say "wrote $1"
}

kubeconfig() {
  case $KUBERNETES_SERVICE_HOST in
    *:*) host="[$KUBERNETES_SERVICE_HOST]" ;;
    *) host=$KUBERNETES_SERVICE_HOST ;;
  esac
  for file in token ca.crt; do
    if [ ! -s "$TOKEN_DIR/$file" ]; then
      printf '%s\n' "$TOKEN_DIR/$file is missing or empty" >&2
      return 1
    fi
  done
  token=$(cat "$TOKEN_DIR/token") && authority=$(base64 <"$TOKEN_DIR/ca.crt" | tr -d '\n') || return 1
  cat <<KUBECONFIG
apiVersion: v1
kind: Config
clusters:
  - name: local
    cluster:
      server: https://$host:$KUBERNETES_SERVICE_PORT
      certificate-authority-data: $authority
users:
  - name: whereabouts
    user:
      token: $token
contexts:
  - name: whereabouts
    context:
      cluster: local
      user: whereabouts
      namespace: $WHEREABOUTS_NAMESPACE
current-context: whereabouts
KUBECONFIG
}

# The configuration goes last: with it, the plugin looks for the rest.
configure() {
  text=$(kubeconfig) && write whereabouts.kubeconfig "$text" || return 1
  write nodename "$NODENAME" || return 1
  text=$(cat "$CONF") && write whereabouts.conf "$text" || return 1
}

install_plugin() {
  target=$CNI_BIN_DIR/whereabouts
  [ ! -d "$target" ] || fail "$target is a directory"
  new=$(sum_of "$PLUGIN") || fail "this image has no plugin $PLUGIN; the plugin on the node is as it was"
  if [ -x "$target" ] && old=$(sum_of "$target") && [ "$old" = "$new" ]; then
    say 'left the plugin as it is'
    return 0
  fi
  # What an interrupted run left.
  rm -f "$CNI_BIN_DIR"/.cdk8s-multus-new-*.whereabouts || true
  # A plugin that runs goes on, and one that starts is the old or the new.
  staged=$CNI_BIN_DIR/$NEW.whereabouts
  if ! { cp "$PLUGIN" "$staged" && chmod 755 "$staged" && mv -f "$staged" "$target"; }; then
    rm -f "$staged" || true
    fail "cannot write $target; the plugin on the node is as it was"
  fi
  say 'installed the plugin'
}

if [ -z "${WATCH_SECONDS:-}" ]; then
  configure || fail "cannot write the configuration to $CONF_DIR; the files there are whole, old or new"
  install_plugin
  say "done: whereabouts is in $CNI_BIN_DIR"
  exit 0
fi

trap 'exit 0' TERM INT
while :; do
  configure || printf 'error: %s\n' "cannot write the configuration to $CONF_DIR; trying again in $WATCH_SECONDS s" >&2
  # In the background, so that the shell ends at once when the pod does.
  sleep "$WATCH_SECONDS" &
  wait $!
done

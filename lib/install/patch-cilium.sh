#!/bin/sh
# Turns off Cilium's exclusive mode, in which Cilium renames every CNI configuration but its own, so that of Multus too.
# A Job runs this, and may run it again after a failure at any line: what is done stays as it is, what was begun is finished.
set -eu

# On Cilium's DaemonSet from before a change until everything was restarted: when the change was made.
PENDING=cdk8s-multus/restart-pending
# On the pod template of what was restarted: the same time, so that another attempt does not restart it once more.
RESTARTED=cdk8s-multus/restarted-for

cilium="DaemonSet $CILIUM_NAMESPACE/$CILIUM_DAEMONSET"
config="ConfigMap $CILIUM_NAMESPACE/$CILIUM_CONFIGMAP"
multus="DaemonSet $MULTUS_NAMESPACE/$MULTUS_DAEMONSET"

say() {
  printf '%s\n' "$1"
}

fail() {
  printf 'error: %s\n' "$1" >&2
  exit 1
}

# mark TIME|null: sets or removes the mark of a pending restart.
mark() {
  kubectl patch daemonset "$CILIUM_DAEMONSET" -n "$CILIUM_NAMESPACE" --type=merge \
    -p "{\"metadata\":{\"annotations\":{\"$PENDING\":$1}}}" >/dev/null || fail "cannot annotate $cilium"
}

begin() {
  pending=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  mark "\"$pending\""
}

# restart NAMESPACE NAME MARK: does nothing when it was restarted with this mark before.
restart() {
  kubectl patch daemonset "$2" -n "$1" --type=merge \
    -p "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"$RESTARTED\":\"$3\"}}}}}" >/dev/null ||
    fail "cannot restart DaemonSet $1/$2; the next attempt goes on here"
  say "restarted DaemonSet $1/$2 for the change of $pending"
}

# await NAMESPACE NAME
await() {
  say "waiting up to $ROLLOUT_TIMEOUT_SECONDS s for DaemonSet $1/$2"
  kubectl rollout status "daemonset/$2" -n "$1" --timeout="${ROLLOUT_TIMEOUT_SECONDS}s"
}

# One answer for all that is asked of the DaemonSet. kubectl writes a list as JSON on one line, so a hook of many lines is one here.
found=$(kubectl get daemonset "$CILIUM_DAEMONSET" -n "$CILIUM_NAMESPACE" --ignore-not-found -o \
  jsonpath="pending {.metadata.annotations.$PENDING}{\"\n\"}{range .spec.template.spec.containers[*]}container {.name} {.lifecycle.postStart.exec.command}{\"\n\"}{end}") ||
  fail "cannot read $cilium; nothing was changed"
if [ -z "$found" ]; then
  say "found no $cilium: nothing to change"
  exit 0
fi

pending='' index='' hook='' count=0 names=''
while read -r word name value; do
  case $word in
    pending) pending=$name ;;
    container)
      if [ "$name" = "$CILIUM_CONTAINER" ]; then
        index=$count hook=$value
      fi
      count=$((count + 1)) names="$names $name"
      ;;
  esac
done <<EOF
$found
EOF
[ -n "$index" ] || fail "$cilium has no container $CILIUM_CONTAINER: it has$names"

# The flag has no character that JSON escapes, so it can be replaced in the JSON text: all else stays byte for byte.
hook_off=$(
  sed 's/--cni-exclusive=true\([^[:alnum:]]\)/--cni-exclusive=false\1/g' <<EOF
$hook
EOF
)
hint=''
place="the postStart hook of container $CILIUM_CONTAINER in $cilium"

case $hook in
  *--cni-exclusive*)
    form=hook # Cilium 1.10 to 1.13
    case $hook_off in
      *--cni-exclusive=false*) exclusive=no setting="--cni-exclusive=false in $place" ;;
      *) fail "cannot tell the value of --cni-exclusive in $place: $hook" ;;
    esac
    if [ "$hook" != "$hook_off" ]; then
      exclusive=yes setting="--cni-exclusive=true in $place"
    fi
    ;;
  *)
    # Cilium 1.14 and later: no key means no exclusive mode, as in the agent. Cilium 1.9 and earlier: neither the mode nor the key exists.
    form=config
    data=$(kubectl get configmap "$CILIUM_CONFIGMAP" -n "$CILIUM_NAMESPACE" --ignore-not-found -o jsonpath='cni-exclusive: {.data.cni-exclusive}') ||
      fail "cannot read $config; nothing was changed"
    case $data in
      '') fail "found no $config, and no --cni-exclusive in $place: cannot tell whether Cilium is exclusive" ;;
      'cni-exclusive: ') exclusive=no setting="no cni-exclusive in $config, no --cni-exclusive in $place" ;;
      'cni-exclusive: false')
        exclusive=no setting="$data in $config"
        hint="Cilium reads it when it starts: if it was not restarted since, run kubectl -n $CILIUM_NAMESPACE rollout restart daemonset/$CILIUM_DAEMONSET"
        ;;
      *) exclusive=yes setting="$data in $config" ;;
    esac
    ;;
esac

if [ "$exclusive" = no ]; then
  say "found exclusive mode off: $setting"
  if [ -z "$pending" ]; then
    say 'nothing to change'
    [ -z "$hint" ] || say "$hint"
    exit 0
  fi
  say "found the restart after the change of $pending unfinished: going on with it"
else
  say "found exclusive mode on: $setting"
  begin
fi

case $exclusive-$form in
  yes-hook)
    # The test keeps an index from being trusted: with another hook at that place nothing is replaced.
    path=/spec/template/spec/containers/$index/lifecycle/postStart/exec/command
    kubectl patch daemonset "$CILIUM_DAEMONSET" -n "$CILIUM_NAMESPACE" --type=json \
      -p "[{\"op\":\"test\",\"path\":\"$path\",\"value\":$hook},{\"op\":\"replace\",\"path\":\"$path\",\"value\":$hook_off}]" >/dev/null ||
      fail "cannot change $cilium"
    say 'changed it to --cni-exclusive=false'
    ;;
  yes-config)
    kubectl patch configmap "$CILIUM_CONFIGMAP" -n "$CILIUM_NAMESPACE" --type=merge -p '{"data":{"cni-exclusive":"false"}}' >/dev/null ||
      fail "cannot change $config"
    say 'changed it to cni-exclusive: false'
    ;;
esac

# A changed hook is a changed pod template, which restarts Cilium by itself.
[ "$form" = hook ] || restart "$CILIUM_NAMESPACE" "$CILIUM_DAEMONSET" "$pending"

# A node that is down keeps a rollout from ending: Multus on the other nodes does not wait for it, and restarts once more at the end.
late=''
if ! await "$CILIUM_NAMESPACE" "$CILIUM_DAEMONSET"; then
  late="$cilium is not rolled out; the next attempt goes on here"
  say 'going on with Multus on the nodes that have the new Cilium'
fi

# Cilium may have renamed the configuration of Multus, which Multus writes when it starts.
found=$(kubectl get daemonset "$MULTUS_DAEMONSET" -n "$MULTUS_NAMESPACE" --ignore-not-found -o name) || fail "cannot read $multus; the next attempt goes on here"
if [ -n "$found" ]; then
  restart "$MULTUS_NAMESPACE" "$MULTUS_DAEMONSET" "$pending${late:+ on some nodes}"
  await "$MULTUS_NAMESPACE" "$MULTUS_DAEMONSET" || fail "${late:-$multus is not rolled out; the next attempt goes on here}"
else
  say "found no $multus: nothing else to restart"
fi
[ -z "$late" ] || fail "$late"

mark null
say 'done'

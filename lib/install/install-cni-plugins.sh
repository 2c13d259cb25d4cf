#!/bin/sh
# Puts CNI plugins into the node's plugin directory, from a release archive or from a directory of this image.
# An init container runs this on every start of its pod: what is right already is left alone.
#   CNI_BIN_DIR  the node's plugin directory, as mounted here
#   INSTALLATION what tells this installation from another one on the node; empty where there is one
#   PLUGINS      names, separated by spaces; empty: every executable of SOURCE_DIR
#   SOURCE_DIR   where the plugins are in this image; or, to download:
#   BASE_URL, VERSION, SHA256 ("amd64=<sum> arm64=<sum>"), TIMEOUT_SECONDS, WORK_DIR
set -eu
umask 022

ATTEMPTS=5
# What was installed from which archive: SHA-256 sums.
RECORD="$CNI_BIN_DIR/.cdk8s-multus-plugins${INSTALLATION:+-$INSTALLATION}"
# The beginning of a name until a file is whole.
NEW="$CNI_BIN_DIR/.cdk8s-multus-new${INSTALLATION:+-$INSTALLATION}"

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

architecture() {
  machine=$(uname -m)
  case $machine in
    x86_64) echo amd64 ;;
    aarch64 | arm64) echo arm64 ;;
    arm*) echo arm ;;
    mips64*) echo mips64le ;;
    *) echo "$machine" ;; # ppc64le, s390x and riscv64 are called so
  esac
}

# Whether the node has every wanted plugin as it came from the archive with this sum.
up_to_date() {
  [ -f "$RECORD" ] && grep -qxF "archive $1" "$RECORD" || return 1
  for plugin in $PLUGINS; do
    [ -x "$CNI_BIN_DIR/$plugin" ] || return 1
    have=$(sum_of "$CNI_BIN_DIR/$plugin") || return 1
    grep -qxF "$have  $plugin" "$RECORD" || return 1
  done
}

# fetch URL FILE. The limits are for silence, not for the whole: a slow mirror is a good mirror.
fetch() {
  if command -v curl >/dev/null 2>&1; then
    curl -fsSL --connect-timeout "$TIMEOUT_SECONDS" --speed-limit 1 --speed-time "$TIMEOUT_SECONDS" -o "$2" "$1"
  elif command -v wget >/dev/null 2>&1; then
    wget -q -t 1 -T "$TIMEOUT_SECONDS" -O "$2" "$1"
  else
    fail 'the image has neither curl nor wget'
  fi
}

# download URL FILE
download() {
  attempt=1
  until fetch "$1" "$2"; do
    [ "$attempt" -lt "$ATTEMPTS" ] || fail "cannot download $1 in $ATTEMPTS attempts; nothing was changed"
    say "attempt $attempt to download $1 failed"
    sleep $((attempt * 3))
    attempt=$((attempt + 1))
  done
}

# unpack ARCHIVE DIRECTORY: the wanted plugins, and nothing else.
unpack() {
  tar -tzf "$1" >"$2/.members" || fail "cannot read the archive $url; nothing was changed"
  set -- "$1" "$2" .
  for plugin in $PLUGINS; do
    grep -qxF "./$plugin" "$2/.members" || fail "the archive $url has no plugin $plugin; nothing was changed"
    set -- "$@" "./$plugin"
  done
  archive=$1 directory=$2
  shift 3
  tar -xzof "$archive" -C "$directory" "$@" || fail "cannot unpack $url into $directory; nothing was changed"
}

# put FILE NAME MODE: moves a whole copy into place, so a plugin that runs goes on, and one that starts is the old or the new.
put() {
  [ ! -d "$CNI_BIN_DIR/$2" ] || fail "$CNI_BIN_DIR/$2 is a directory"
  if ! { cp "$1" "$NEW.$2" && chmod "$3" "$NEW.$2" && mv -f "$NEW.$2" "$CNI_BIN_DIR/$2"; }; then
    rm -f "$NEW.$2" || true
    fail "cannot write $CNI_BIN_DIR/$2; what was there is as it was"
  fi
}

# install_from DIRECTORY
install_from() {
  for plugin in $PLUGINS; do
    [ -f "$1/$plugin" ] || fail "$1 of this image has no plugin $plugin; nothing was changed"
  done
  for plugin in $PLUGINS; do
    target="$CNI_BIN_DIR/$plugin"
    new=$(sum_of "$1/$plugin") || fail "cannot read $1/$plugin"
    if [ ! -e "$target" ]; then
      put "$1/$plugin" "$plugin" 755
      say "installed $plugin"
    elif old=$(sum_of "$target") && [ "$old" = "$new" ]; then
      if [ -x "$target" ]; then
        say "left $plugin as it is"
      else
        put "$1/$plugin" "$plugin" 755 # changing it in place is for its owner
        say "made $plugin executable"
      fi
    else
      put "$1/$plugin" "$plugin" 755
      say "replaced $plugin"
    fi
  done
}

[ -d "$CNI_BIN_DIR" ] || fail "$CNI_BIN_DIR is not a directory"
rm -f "$NEW".* || fail "cannot remove what an interrupted run left in $CNI_BIN_DIR"

if [ -n "${SOURCE_DIR:-}" ]; then
  [ -d "$SOURCE_DIR" ] || fail "this image has no directory $SOURCE_DIR; nothing was changed"
  if [ -z "$PLUGINS" ]; then
    for file in "$SOURCE_DIR"/*; do
      if [ -f "$file" ] && [ -x "$file" ]; then
        PLUGINS="$PLUGINS ${file##*/}"
      fi
    done
    [ -n "$PLUGINS" ] || fail "$SOURCE_DIR of this image has no plugins; nothing was changed"
  fi
  install_from "$SOURCE_DIR"
  say "done: $CNI_BIN_DIR has the plugins of $SOURCE_DIR"
  exit 0
fi

arch=$(architecture)
expected=''
for pair in $SHA256; do
  case $pair in
    "$arch="*) expected=${pair#*=} ;;
  esac
done
[ -n "$expected" ] || fail "there is no checksum of release $VERSION for the architecture $arch: add it to 'sha256' of the source"

if up_to_date "$expected"; then
  say "found the plugins of release $VERSION for $arch in $CNI_BIN_DIR: nothing to do"
  exit 0
fi

url="$BASE_URL/$VERSION/cni-plugins-linux-$arch-$VERSION.tgz"
rm -rf "$WORK_DIR"
trap 'rm -rf "$WORK_DIR"' EXIT
mkdir -p "$WORK_DIR/plugins"
download "$url" "$WORK_DIR/archive"
got=$(sum_of "$WORK_DIR/archive") || fail "cannot read what was downloaded from $url"
[ "$got" = "$expected" ] || fail "wrong SHA-256 of $url: expected $expected, got $got; nothing was changed"
unpack "$WORK_DIR/archive" "$WORK_DIR/plugins"
install_from "$WORK_DIR/plugins"

# shellcheck disable=SC2086 # names without blanks
(cd "$WORK_DIR/plugins" && echo "archive $expected" && sha256sum $PLUGINS) >"$WORK_DIR/record" || fail "cannot write to $WORK_DIR"
if [ -w "$CNI_BIN_DIR" ]; then
  put "$WORK_DIR/record" "${RECORD##*/}" 644
else
  say "found $CNI_BIN_DIR read-only, so that the next start downloads again; it has the plugins already"
fi
say "done: $CNI_BIN_DIR has the plugins of release $VERSION for $arch"

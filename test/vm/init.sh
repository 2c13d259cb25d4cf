#!/bin/bash
# The first and only process of the virtual machine. It runs the scripts that come in on the second serial port, each ended by
# a NUL, and answers each with exit status, stdout and stderr, each ended by a NUL. What a script prints can hold no NUL and
# does not reach that port by itself, so it can forge no answer. An empty script ends the machine.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin:/bb HOME=/root

mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mount -t tmpfs run /run
mount -t tmpfs tmp /tmp
mkdir -p /run/netns /run/cni /run/lock /var/lib/cni /nodes
ln -s /run /var/run
for module in /modules/*.ko; do
  insmod "$module" || echo "cannot load $module"
done
ip link set lo up

# whatever becomes of the other side: the machine does not outlive its time
read -r -d '' arguments </proc/cmdline || :
[[ $arguments =~ machine\.seconds=([0-9]+) ]]
(sleep "${BASH_REMATCH[1]}"; echo 'time is up'; poweroff -f) &

stty -F /dev/ttyS1 raw -echo
exec 3<>/dev/ttyS1
printf 'ready\0' >&3
while IFS= read -r -d '' -u 3 script && [ -n "$script" ]; do
  timeout -k 1 "${script%%$'\n'*}" bash -c "${script#*$'\n'}" </dev/null >/tmp/stdout 2>/tmp/stderr 3>&-
  printf '%s\0%s\0%s\0' "$?" "$(</tmp/stdout)" "$(</tmp/stderr)" >&3
done
poweroff -f

# What every script here shares: messages, and long commands that a signal can interrupt.
# shellcheck shell=bash

say() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }

die() {
  warn "deploy/$(basename "$0"): $*"
  exit 1
}

is_running() { kill -0 "$1" 2>/dev/null; }

attended=

# Runs one long command so that a signal reaches this script at once: bash runs a trap only after a foreground command
# has ended, but in the middle of `wait`. The command gets its own process group (Ctrl-C then is ours to pass on), ends
# when this script is killed, and does not inherit descriptor 9, the lock of deploy/up. What it prints goes to the
# descriptor $output if the caller has one; redirecting `attend` itself would also redirect the traps.
attend() {
  local status=0
  set -m
  setpriv --pdeathsig INT -- "$@" </dev/null >&"${output:-1}" 2>&"${output:-2}" 9>&- &
  attended=$!
  set +m
  wait "$attended" || status=$?
  attended=
  return "$status"
}

# Interrupts the command that `attend` is running, if any. On no other signal does SwiftPM end its compilers.
end_attended() {
  [[ -n $attended ]] || return 0
  kill -s INT -- "-$attended" 2>/dev/null
  await_end "$attended" 15
  attended=
}

# await_end PID SECONDS: waits for the leader of a process group to end; kills the group, and fails, after SECONDS.
await_end() {
  local pid=$1 deadline=$((SECONDS + $2))
  while is_running "$pid"; do
    if ((SECONDS >= deadline)); then
      kill -s KILL -- "-$pid" 2>/dev/null
      return 1
    fi
    sleep 0.1
  done
}

require_swift() {
  local needed="Swift 6.3 or newer is needed, see https://www.swift.org/install/linux/"
  command -v swift >/dev/null || die "There is no swift on the PATH. $needed"
  [[ $(swift --version 2>&1) =~ Swift\ version\ ([0-9]+)\.([0-9]+) ]] || die "'swift --version' does not work. $needed"
  ((BASH_REMATCH[1] * 1000 + BASH_REMATCH[2] >= 6003)) || die "This is ${BASH_REMATCH[0]}. $needed"
}

port_is_busy() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# free_port OFFSET…: a port that is free at all these offsets. Below 32768, where outgoing connections begin.
free_port() {
  local port offset
  while true; do
    port=$((20000 + RANDOM % 10000))
    for offset in "$@"; do
      if port_is_busy $((port + offset)); then continue 2; fi
    done
    printf '%s' "$port"
    return
  done
}

random_secret() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }

# The processes of the suite: what they are, their settings, starting, watching and stopping them.
# The script sets root, data, port, demo, binaries, database_port and, with cluster.sh, postgres_pid.
# shellcheck shell=bash disable=SC2154

# One line for each process, in the order of starting: name, its port counted from --port, whether it has a role in the
# database. A process is a product of Package.swift; it finds the others by TICKETS_URL and so on.
services=(
  "notifications  2  database"
  "tickets  1  database"
  "gateway  0  database"
)
metrics_offset=9

declare -A service_port service_pid
service_names=()
database_names=()
formatters=()

read_services() {
  local line name offset database
  for line in "${services[@]}"; do
    read -r name offset database <<<"$line"
    service_names+=("$name")
    service_port[$name]=$((port + offset))
    [[ $database != database ]] || database_names+=("$name")
  done
}

# Secrets are made on first use and kept in a file of the data directory.
secret() { recall "$1" || remember "$1" "$(random_secret)"; }

recall() { grep -m 1 "^$1=" "$data/secrets" | cut -d = -f 2-; }

remember() {
  sed -i "/^$1=/d" "$data/secrets"
  printf '%s=%s\n' "$1" "$2" >>"$data/secrets"
  printf '%s' "$2"
}

database_url() { printf 'postgres://%s:%s@127.0.0.1:%s/pomoc' "$1" "$2" "$database_port"; }

# operate COMMAND…: the operator's command `pomoc`, as the owner of the database.
operate() {
  local name
  local -x DATABASE_URL
  DATABASE_URL=$(database_url pomoc_owner "$(secret OWNER_PASSWORD)")
  for name in "${database_names[@]}"; do
    local -x "${name^^}_DATABASE_PASSWORD=$(secret "${name^^}_DATABASE_PASSWORD")"
  done
  if ((demo)); then local -x DEMO_HOST_KEY; DEMO_HOST_KEY=$(secret DEMO_HOST_KEY); fi
  attend "$binaries/pomoc" "$@"
}

# Starts one process with the settings that deploy/.env.example explains.
start_service() {
  local name=$1 log="$data/logs/$1.log" other
  local -x HTTP_HOST=127.0.0.1 HTTP_PORT=${service_port[$name]} INNER_KEY
  INNER_KEY=$(secret INNER_KEY)
  for other in "${service_names[@]}"; do
    local -x "${other^^}_URL=http://127.0.0.1:${service_port[$other]}"
  done
  if [[ " ${database_names[*]} " == *" $name "* ]]; then
    local -x DATABASE_URL
    DATABASE_URL=$(database_url "pomoc_$name" "$(secret "${name^^}_DATABASE_PASSWORD")")
  fi
  if [[ $name == gateway ]]; then
    local -x METRICS_PORT=$((port + metrics_offset)) PUBLIC_URL="http://127.0.0.1:$port"
    local -x WEB_ROOT="$root/Services/Gateway/Web"
    if ((demo)); then local -x DEMO_HOST_KEY; DEMO_HOST_KEY=$(secret DEMO_HOST_KEY); fi
  fi
  rotate "$log"
  set -m
  setpriv --pdeathsig TERM -- "$binaries/$name" </dev/null >"$log" 2>&1 9>&- &
  service_pid[$name]=$!
  show_log "$name" "$log" "$!" &
  formatters+=("$!")
  set +m
}

# Keeps the log of one earlier run.
rotate() {
  if [[ -e $1 ]]; then mv -f "$1" "$1.1"; fi
  : >"$1"
}

# Shows the log of a process until the process has ended.
show_log() {
  exec 9>&- # the lock; this is a subshell
  tail -n +1 -s 0.1 -f --pid="$3" "$2" 2>/dev/null | readable "$1"
}

readable() {
  local colour=false
  if [[ -t 1 ]]; then colour=true; fi
  jq --unbuffered -R -r --arg service "$1" --argjson colour "$colour" -f "$root/deploy/lib/readable.jq"
}

wait_until_ready() {
  local name deadline=$((SECONDS + 60))
  for name in "${service_names[@]}"; do
    until curl -sf -o /dev/null --noproxy '*' --max-time 2 "http://127.0.0.1:${service_port[$name]}/health/ready"; do
      fail_if_one_ended
      ((SECONDS < deadline)) || fail_with_log "$name" "was not ready within a minute"
      sleep 0.2
    done
  done
}

watch_services() {
  while sleep 0.5; do fail_if_one_ended; done
}

fail_if_one_ended() {
  local name status=0
  for name in "${service_names[@]}"; do
    is_running "${service_pid[$name]}" && continue
    wait "${service_pid[$name]}" || status=$?
    fail_with_log "$name" "ended unexpectedly, with status $status"
  done
  is_running "$postgres_pid" || fail_with_log postgres "ended unexpectedly"
}

fail_with_log() {
  local log=$data/logs/$1.log
  sleep 0.3 # for the readable log to catch up
  warn ""
  warn "$1 $2. The end of $log:"
  tail -n 15 "$log" | readable "$1" >&2
  die "$1 $2, stopping everything"
}

# Ends all processes at once and gives them 15 seconds. Fails when one had to be killed.
stop_services() {
  local name status=0 deadline=$((SECONDS + 15))
  for name in "${!service_pid[@]}"; do kill -s TERM -- "-${service_pid[$name]}" 2>/dev/null; done
  for name in "${!service_pid[@]}"; do
    await_end "${service_pid[$name]}" $((deadline - SECONDS)) && continue
    warn "$name did not stop within 15 seconds and was killed"
    status=1
  done
  if ((${#formatters[@]})); then wait "${formatters[@]}" 2>/dev/null; fi
  return "$status"
}

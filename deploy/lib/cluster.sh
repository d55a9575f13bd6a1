# A private PostgreSQL cluster: reached over the loopback with a password, and in no other way.
# shellcheck shell=bash

# PostgreSQL refuses to run as root; then its server and its files are the user postgres's.
if ((EUID == 0)); then
  server_user=postgres
  server_identity=(--reuid=postgres --regid=postgres --init-groups)
else
  server_user=$(id -un)
  server_identity=()
fi

postgres_pid=

# PGHOST, PGSSLMODE and the like of the caller must not reach the tools below.
# shellcheck disable=SC2086
unset ${!PG@}

as_server() { (cd / && exec setpriv "${server_identity[@]}" --pdeathsig INT -- "$@"); }

# The folder of the newest installed server, 15 or newer.
newest_postgres() {
  local folder
  folder=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1)
  folder=${folder%/initdb}
  [[ -n $folder ]] && (($(basename "${folder%/bin}") >= 15)) && printf '%s' "$folder"
}

# The folder of the server that the cluster DIR was made with, or the newest when there is no cluster yet.
postgres_for() {
  local version
  if [[ ! -e $1/PG_VERSION ]]; then
    newest_postgres || die "PostgreSQL 15 or newer is needed, see https://www.postgresql.org/download/"
    return
  fi
  version=$(<"$1/PG_VERSION")
  [[ -x /usr/lib/postgresql/$version/bin/postgres ]] ||
    die "The database in $1 was made by PostgreSQL $version, which is not installed"
  printf '%s' "/usr/lib/postgresql/$version/bin"
}

# create_cluster DIR PASSWORD [OPTION…]: initdb, with PASSWORD for the superuser postgres.
# The cluster appears under its name when it is complete.
create_cluster() {
  local cluster=$1 password=$2 bin output status=0
  shift 2
  bin=$(postgres_for "$cluster") || exit 1
  rm -rf "$cluster.new"
  install -d -m 700 -o "$server_user" "$cluster.new"
  install -m 600 -o "$server_user" /dev/null "$cluster.password"
  printf '%s\n' "$password" >"$cluster.password"
  exec {output}>"$cluster.log"
  attend env -C / setpriv "${server_identity[@]}" -- "$bin/initdb" --pgdata="$cluster.new" --username=postgres \
    --pwfile="$cluster.password" --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --data-checksums "$@" ||
    status=$?
  exec {output}>&-
  rm -f "$cluster.password"
  if ((status)); then
    cat "$cluster.log" >&2
    die "PostgreSQL could not create a database in $cluster"
  fi
  rm -f "$cluster.log"
  printf 'host all all 127.0.0.1/32 scram-sha-256\n' >"$cluster.new/pg_hba.conf"
  mv "$cluster.new" "$cluster"
}

# start_cluster DIR PORT LOG [-c SETTING…]: starts the server as our child and returns when it accepts connections.
start_cluster() {
  local cluster=$1 port=$2 log=$3 bin deadline=$((SECONDS + 120))
  shift 3
  bin=$(postgres_for "$cluster") || exit 1
  end_leftover_server "$cluster" "$bin"
  set -m
  env -C / setpriv "${server_identity[@]}" --pdeathsig INT -- "$bin/postgres" -D "$cluster" -c port="$port" \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c timezone=UTC -c log_timezone=UTC "$@" \
    </dev/null >"$log" 2>&1 9>&- &
  postgres_pid=$!
  set +m
  until "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"; do
    if ! is_running "$postgres_pid" || ((SECONDS > deadline)); then
      tail -n 20 "$log" >&2
      die "The database server did not start, its log is above"
    fi
    sleep 0.1
  done
}

# The fast shutdown: sessions are ended, a checkpoint is written.
stop_cluster() {
  [[ -n $postgres_pid ]] || return 0
  kill -s INT "$postgres_pid" 2>/dev/null
  local deadline=$((SECONDS + 60))
  while is_running "$postgres_pid" && ((SECONDS < deadline)); do sleep 0.1; done
  kill -s QUIT "$postgres_pid" 2>/dev/null
  wait "$postgres_pid" 2>/dev/null
  postgres_pid=
}

# A killed run may leave its server, or a postmaster.pid whose number belongs to some other process by now;
# PostgreSQL itself sees to a number that belongs to no process.
end_leftover_server() {
  local cluster=$1 bin=$2 pid
  [[ -e $cluster/postmaster.pid ]] || return 0
  pid=$(head -n 1 "$cluster/postmaster.pid")
  if [[ $(readlink "/proc/$pid/cwd") == "$(realpath "$cluster")" ]]; then
    say "Stopping the database server that an earlier run left behind"
    as_server "$bin/pg_ctl" stop --silent --mode=fast --pgdata="$cluster"
  elif [[ -e /proc/$pid ]]; then
    rm -f "$cluster/postmaster.pid"
  fi
}

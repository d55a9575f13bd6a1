# System packages: which are missing, and installing them.
# shellcheck shell=bash

missing_packages=()

# need PACKAGE TEST…: notes the package unless TEST succeeds.
need() {
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing_packages+=("$package")
}

need_server_packages() {
  need postgresql newest_postgres
  need libpq-dev test -e /usr/include/postgresql/libpq-fe.h
  need libmagic-dev test -e /usr/include/magic.h
  need pkg-config command -v pkg-config
  need curl command -v curl
  need jq command -v jq
}

need_browser_packages() {
  need chromium test -x "$CHROMIUM"
  need fonts-liberation compgen -G '/usr/share/fonts/truetype/liberation*/*.ttf'
  need python3-venv python_with_venv
}

# The python3 that can make virtual environments: the one on the PATH, or the system's.
python_with_venv() {
  local python
  for python in python3 /usr/bin/python3; do
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
      command -v "$python"
      return
    fi
  done
  return 1
}

install_missing_packages() {
  ((${#missing_packages[@]})) || return 0
  local please="please install these first: ${missing_packages[*]}"
  command -v apt-get >/dev/null || die "$please (only Debian and Ubuntu are known here)"
  ((EUID == 0)) || command -v sudo >/dev/null || die "$please (there is no sudo)"
  say "Installing ${missing_packages[*]}"
  install_packages "${missing_packages[@]}" || die "Installing ${missing_packages[*]} failed, see above"
  missing_packages=()
}

# In the foreground, so that sudo may ask, and apt is never killed half-way. Meanwhile Debian's PostgreSQL packages are
# told not to make and start a cluster of their own. Without descriptor 9, the lock of deploy/up, because a package may
# start a daemon.
install_packages() {
  local as_root=()
  ((EUID == 0)) || as_root=(sudo)
  # shellcheck disable=SC2016
  "${as_root[@]}" bash -euc '
    export DEBIAN_FRONTEND=noninteractive
    no_cluster=/etc/postgresql-common/createcluster.d/pomoc.conf
    trap "rm -f $no_cluster" EXIT
    mkdir -p "${no_cluster%/*}"
    echo "create_main_cluster = false" >$no_cluster
    apt-get -qq update
    apt-get -qq -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "$@"
  ' install "$@"
} 9>&-

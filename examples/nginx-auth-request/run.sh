#!/bin/sh
# Puts a package into a plain directory behind nginx: a minted token gets through, nothing else.
# Needs nginx and a running sandbox (./mvnw). NGINX_PORT may say another port than 8090.
set -eu
here=$(dirname "$0")
. "$here/../job.sh"
PATH=$PATH:/usr/sbin
command -v nginx >/dev/null || fail "nginx is not installed"

port=${NGINX_PORT:-8090}
version=3.0.$(date +%s)
work=$(mktemp -d)
# nginx's workers are another user's where root starts it.
chmod 755 "$work"
stop() {
  [ ! -f "$work/nginx.pid" ] || kill "$(cat "$work/nginx.pid")"
  rm -rf "$work"
}
trap stop EXIT
mkdir -p "$work/www" "$work/body"
sed "s|@WORK@|$work|; s|@PORT@|$port|; s|@IMPRIMATUR@|$IMPRIMATUR_URL|" "$here/nginx.conf" >"$work/nginx.conf"
if [ "$(id -u)" = 0 ]; then
  printf 'user root;\n' | cat - "$work/nginx.conf" >"$work/as-root.conf"
  mv "$work/as-root.conf" "$work/nginx.conf"
fi
nginx -e "$work/error.log" -c "$work/nginx.conf"

# put <header or empty> <project>: prints the status.
put() {
  call "$1" --upload-file "$work/$package" "http://127.0.0.1:$port/packages/$2/$package"
  printf '%s\n' "$status"
}

# expect <status> <what> <header> <project>
expect() {
  got=$(put "$3" "$4")
  printf '  %-34s %s\n' "$2" "$got"
  [ "$got" = "$1" ] || fail "expected $1, not $got: $(tail -n 3 "$work/error.log")"
}

say "An upload token is minted"
register_publisher
enter_job "refs/tags/v$version"
mint
make_package "$work" "$version"

say "nginx asks Imprimatur about every PUT"
basic=$(printf '__token__:%s' "$upload_token" | base64 | tr -d '\n')
expect 201 "the minted token" "Authorization: Basic $basic" "$PROJECT"
expect 403 "the same, another project" "Authorization: Basic $basic" other-project
expect 401 "no token" '' "$PROJECT"
expect 401 "a made-up token" "Authorization: Bearer pypi-imp_$(printf '%049d' 0)" "$PROJECT"

say "Reading needs none"
call '' --output /dev/null "http://127.0.0.1:$port/packages/$PROJECT/$package"
echo "  GET $package: $status"
[ "$status" = 200 ]

#!/bin/sh
# Publishes with npm, as a workflow would that has not heard of Imprimatur: npm 11.5 and later trades
# the job's identity token by itself. Needs npm, curl and a running sandbox (./mvnw).
#
# IMPRIMATUR_URL, IMPRIMATUR_ADMIN_TOKEN and REPOSITORY may say otherwise.
set -eu
. "$(dirname "$0")/job.sh"
command -v npm >/dev/null || fail "npm is not installed"

INDEX=npm
registry=$IMPRIMATUR_URL/npm/
version=1.0.$(date +%s)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Nothing of the npm of whoever runs this: no token, no settings, no cache.
for name in $(env | sed -n 's/^\([nN][pP][mM]_[A-Za-z_]*\)=.*/\1/p') NODE_AUTH_TOKEN; do
  unset "$name"
done
mkdir "$work/home"
export HOME="$work/home" npm_config_cache="$work/cache" npm_config_prefix="$work/prefix"
export npm_config_globalconfig="$work/globalconfig" npm_config_userconfig="$work/npmrc"
export npm_config_registry="$registry" npm_config_fetch_retries=0 npm_config_color=false
export npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

# npm with the API token of the maintainer, as npm login would have left it.
as_maintainer() {
  printf '%s:_authToken=%s\n' "${registry#http*:}" "$token" >"$work/maintainer"
  npm_config_userconfig="$work/maintainer" npm "$@"
}

# trust <package>: the package trusts release.yml of the repository.
trust() {
  if [ "$trusts" = yes ]; then
    as_maintainer trust github "$1" --file release.yml --repository "$REPOSITORY" \
      --allow-publish --yes
  else
    PROJECT=$(printf '%s' "$1" | sed 's,/,%2f,') register_publisher
  fi
}

# publish <package>: makes it, and publishes it.
publish() {
  tree=$work/$(printf '%s' "$1" | tr '/' '+')
  mkdir -p "$tree"
  printf '{"name": "%s", "version": "%s"}\n' "$1" "$version" >"$tree/package.json"
  printf 'module.exports = "%s %s"\n' "$1" "$version" >"$tree/index.js"
  (cd "$tree" && npm publish)
}

get_api_token
trusts=no
if npm trust github --help 2>/dev/null | grep -q -e --allow-publish; then trusts=yes; fi

say "The maintainer trusts a workflow"
trust sample-package
trust @octo-org/sample-package

say "A job of that workflow publishes; npm has no token"
enter_job "refs/tags/v$version"
publish sample-package
publish @octo-org/sample-package

say "Anybody installs what was published"
mkdir "$work/app"
(
  cd "$work/app"
  printf '{"name": "app", "private": true}\n' >package.json
  npm install sample-package @octo-org/sample-package
  node -p 'require("sample-package") + ", " + require("@octo-org/sample-package")'
)

say "A job of another repository is refused, and npm says why"
maintained=$REPOSITORY
REPOSITORY=octo-org/another
version=1.0.$(date +%s)1
enter_job "refs/heads/main"
if publish sample-package; then
  fail "another repository published the package"
fi
echo "In npm's own log:"
sed -n 's/^[0-9]* \(verbose oidc .*\)/\1/p' "$work"/cache/_logs/* | tail -n 1

say "Then npm takes any other token that it finds, and the registry refuses that"
printf '%s:_authToken=imp_%049d\n' "${registry#http*:}" 0 >"$npm_config_userconfig"
if publish sample-package; then
  fail "a publish with a made-up token went through"
fi
rm "$npm_config_userconfig"
REPOSITORY=$maintained

[ "$trusts" = yes ] || exit 0
say "The maintainer lists what is trusted, and revokes it"
for package in sample-package @octo-org/sample-package; do
  listed=$(as_maintainer trust list "$package")
  printf '%s\n\n' "$listed"
  as_maintainer trust revoke "$package" --id "$(printf '%s' "$listed" | sed -n 's/^id: //p')"
done
as_maintainer trust list @octo-org/sample-package

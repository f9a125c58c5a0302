#!/bin/sh
# Uploads with twine, as a workflow would that has not heard of Imprimatur: twine is only given
# an upload token. Needs twine and a running sandbox (./mvnw).
set -eu
. "$(dirname "$0")/job.sh"
command -v twine >/dev/null || fail "twine is not installed"

version=2.0.$(date +%s)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say "An upload token is minted"
register_publisher
enter_job "refs/tags/v$version"
mint
make_package "$work" "$version"

export TWINE_USERNAME=__token__ TWINE_NON_INTERACTIVE=1
TWINE_REPOSITORY_URL=$IMPRIMATUR_URL/legacy/
export TWINE_REPOSITORY_URL

say "twine uploads with it"
TWINE_PASSWORD=$upload_token twine upload --disable-progress-bar "$work/$package"

say "twine shows why another token is refused"
made_up=pypi-imp_$(printf '%049d' 0)
if TWINE_PASSWORD=$made_up twine upload --disable-progress-bar "$work/$package"; then
  fail "an upload with a made-up token went through"
fi

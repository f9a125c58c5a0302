#!/bin/sh
# Publishes a crate to the sandbox's registry with the real cargo, as a CI job would, and uses it in
# another one. Needs cargo and a running sandbox (./mvnw); talks to nobody else.
#
# What the credential action does is done here with curl, and then by the action's script: cargo is
# only given an upload token.
# IMPRIMATUR_URL, IMPRIMATUR_ADMIN_TOKEN, PROJECT and REPOSITORY may say otherwise.
set -eu
. "$(dirname "$0")/job.sh"
command -v cargo >/dev/null || fail "cargo is not installed"

root=$(cd "$(dirname "$0")/.." && pwd)
trusted=$IMPRIMATUR_URL/api/v1/trusted_publishing
version=1.0.$(date +%s)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# new_crate <directory> <name> <version> <dependencies>
new_crate() {
  mkdir -p "$1/src"
  cat >"$1/Cargo.toml" <<END
[package]
name = "$2"
version = "$3"
edition = "2021"
description = "A sample"
license = "MIT"

[dependencies]
$4

[workspace]
END
}

# cargo's settings and downloads are kept apart from those of whoever runs this; where rustup has its
# toolchains is not changed.
export CARGO_HOME="$work/cargo-home" CARGO_TERM_COLOR=never CARGO_TERM_PROGRESS_WHEN=never
mkdir "$CARGO_HOME"
cat >"$CARGO_HOME/config.toml" <<END
[registries.sandbox]
index = "sparse+$IMPRIMATUR_URL/crates/"
END

say "The maintainer trusts a workflow, with the API that cargo's registries have for it"
get_api_token
send "Authorization: $token" \
  '{"github_config":{"crate":"'"$PROJECT"'","repository_owner":"'"${REPOSITORY%%/*}"'","repository_name":"'"${REPOSITORY#*/}"'","workflow_filename":"release.yml","environment":null}}' \
  "$trusted/github_configs"
case $status in
  200) echo "$PROJECT now trusts release.yml of $REPOSITORY" ;;
  409) echo "$PROJECT already trusts release.yml of $REPOSITORY" ;;
  *) fail "the config was not created: $(refusal)" ;;
esac

say "A job of that workflow trades its identity token for an upload token"
enter_job "refs/tags/v$version"
call "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" \
  "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=${IMPRIMATUR_URL#*://}"
[ "$status" = 200 ] || fail "no identity token: $status $body"
send '' '{"jwt":"'"$(member value)"'"}' "$trusted/tokens"
[ "$status" = 200 ] || fail "the exchange was refused: $(refusal)"
upload_token=$(member token)
echo "minted for $GITHUB_REPOSITORY at $GITHUB_REF"

say "cargo publishes with it"
new_crate "$work/library" "$PROJECT" "$version" ""
echo 'pub fn said() -> &'"'"'static str { "Published without a stored secret" }' >"$work/library/src/lib.rs"
(cd "$work/library" && CARGO_REGISTRIES_SANDBOX_TOKEN=$upload_token cargo publish --registry sandbox)

say "Another crate gets it from the registry"
new_crate "$work/tool" "$PROJECT-tool" 0.1.0 \
  "library = { package = \"$PROJECT\", version = \"=$version\", registry = \"sandbox\" }"
echo 'pub fn main() { println!("{}", library::said()) }' >"$work/tool/src/main.rs"
(cd "$work/tool" && cargo check)

say "The action's script fetches a token for the next version, hands it on, and burns it"
new_crate "$work/library" "$PROJECT" "$version-next" ""
(cd "$work/library" &&
  with_action cargo CARGO_REGISTRIES_SANDBOX_TOKEN cargo publish --no-verify --registry sandbox)

say "The job ends, and the upload token with it"
call "Authorization: Bearer $upload_token" --request DELETE "$trusted/tokens"
[ "$status" = 204 ] || fail "the token was not revoked: $status $body"
new_crate "$work/library" "$PROJECT" "$version-late" ""
if (cd "$work/library" &&
  CARGO_REGISTRIES_SANDBOX_TOKEN=$upload_token cargo publish --no-verify --registry sandbox); then
  fail "a crate was published with a revoked token"
fi
echo "refused, as it must be"

#!/bin/sh
# Pushes a gem, as a workflow would that has not heard of Imprimatur: the publisher is registered
# with RubyGems' own API, the exchange is that of its credential action, and gem is only given an
# API key. Needs gem and a running sandbox (./mvnw).
set -eu
. "$(dirname "$0")/job.sh"
command -v gem >/dev/null || fail "gem is not installed"

root=$(cd "$(dirname "$0")/.." && pwd)
version=1.0.$(date +%s)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What is registered before a gem is there waits for its first push.
register_with_rubygems_api() {
  get_api_token
  publisher='"trusted_publisher_type":"OIDC::TrustedPublisher::GitHubAction",
    "trusted_publisher":{"repository_owner":"'"${REPOSITORY%%/*}"'","repository_name":"'"${REPOSITORY#*/}"'",
    "workflow_filename":"release.yml"}'
  publisher=$(printf '%s' "$publisher" | tr -d '\n')
  call "Authorization: $token" "$IMPRIMATUR_URL/api/v1/gems/$PROJECT/trusted_publishers"
  if [ "$status" = 404 ]; then
    send "Authorization: $token" '{"rubygem_name":"'"$PROJECT"'",'"$publisher"'}' \
      "$IMPRIMATUR_URL/api/v1/oidc/pending_trusted_publishers"
    [ "$status" = 201 ] || fail "the publisher was not registered: $status $body"
  fi
  printf '%s\n' "$body"
}

exchange_jwt() {
  send '' '{"jwt":"'"$identity_token"'"}' \
    "$IMPRIMATUR_URL/api/v1/oidc/trusted_publisher/exchange_token"
}

say "The publisher is registered"
register_with_rubygems_api

say "A CI job exchanges its identity token"
enter_job "refs/tags/v$version"
call "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" \
  "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=sandbox/gems"
[ "$status" = 200 ] || fail "no identity token: $status $body"
identity_token=$(member value)
exchange_jwt
[ "$status" = 201 ] || fail "the exchange was refused: $(refusal)"
upload_token=$(member rubygems_api_key)
echo "an API key that expires at $(member expires_at)"

say "gem builds and pushes"
HOME=$work
export HOME
mkdir -p "$work/lib"
echo "puts 'Pushed without a stored secret'" >"$work/lib/sample_gem.rb"
cat >"$work/sample.gemspec" <<END
Gem::Specification.new do |it|
  it.name = "$PROJECT"
  it.version = "$version"
  it.summary = "A sample"
  it.authors = ["Nobody"]
  it.licenses = ["Nonstandard"]
  it.homepage = "https://example.org/"
  it.files = ["lib/sample_gem.rb"]
end
END
(cd "$work" && gem build --quiet sample.gemspec)
package=$work/$PROJECT-$version.gem
GEM_HOST_API_KEY=$upload_token gem push --host "$IMPRIMATUR_URL" "$package"

say "gem install gets it back"
gem install --no-document --install-dir "$work/installed" --clear-sources \
  --source "$IMPRIMATUR_URL/" --version "$version" "$PROJECT"
ruby "$work/installed/gems/$PROJECT-$version/lib/sample_gem.rb"

say "gem shows why another token is refused"
if GEM_HOST_API_KEY=imp_$(printf '%049d' 0) gem push --host "$IMPRIMATUR_URL" "$package"; then
  fail "a push with a made-up token went through"
fi

say "The action's script fetches a key for the next version, hands it on, and burns it"
sed "s/$version/$version.1/" "$work/sample.gemspec" >"$work/next.gemspec"
(cd "$work" && gem build --quiet next.gemspec)
with_action gems GEM_HOST_API_KEY gem push --host "$IMPRIMATUR_URL" "$work/$PROJECT-$version.1.gem"

say "The identity token is used up"
exchange_jwt
[ "$status" = 400 ] || fail "it was exchanged twice: $status"
refusal
echo

# What a CI job does, as functions for the scripts beside this file. POSIX sh and curl.
#
# Secrets reach curl through its standard input: never in a URL, nor in a process list.

IMPRIMATUR_URL=${IMPRIMATUR_URL:-http://localhost:8080}
INDEX=pypi
PROJECT=${PROJECT:-sample-project}
REPOSITORY=${REPOSITORY:-octo-org/sample-project}

fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

say() {
  printf '\n== %s\n' "$*"
}

# call <header or empty> <curl arguments...>: the answer's body goes to $body, its status to $status.
call() {
  header=$1
  shift
  answer=$({
    [ -z "$header" ] || printf 'header = "%s"\n' "$header"
  } | curl --silent --show-error --max-time 30 --config - --write-out '\n%{http_code}' "$@") ||
    fail "no answer from $IMPRIMATUR_URL; is the sandbox running? (./mvnw)"
  status=${answer##*
}
  body=${answer%
*}
}

# send <header or empty> <JSON> <curl arguments...>: the same with a JSON body.
send() {
  json=$2
  header=$1
  shift 2
  # Within a quoted configuration value, a quote needs a backslash.
  data=$(printf '%s' "$json" | sed 's/\\/\\\\/g; s/"/\\"/g')
  answer=$({
    [ -z "$header" ] || printf 'header = "%s"\n' "$header"
    printf 'header = "Content-Type: application/json"\ndata-raw = "%s"\n' "$data"
  } | curl --silent --show-error --max-time 30 --config - --write-out '\n%{http_code}' "$@") ||
    fail "no answer from $IMPRIMATUR_URL; is the sandbox running? (./mvnw)"
  status=${answer##*
}
  body=${answer%
*}
}

# member <name>: the first text member of this name in $body.
member() {
  printf '%s' "$body" | tr -d '\n' | sed -n 's/.*"'"$1"'" *: *"\([^"]*\)".*/\1/p'
}

# Imprimatur's own words for a refusal, without a JSON parser.
refusal() {
  case $body in
    *'"errors"'*) printf '%s (%s)' "$(member description)" "$(member code)" ;;
    *) printf '%s %s' "$status" "$body" ;;
  esac
}

# Sets $token, the API token of the project's maintainer.
get_api_token() {
  token=${IMPRIMATUR_ADMIN_TOKEN:-}
  if [ -z "$token" ]; then
    file=$(dirname "$0")/../target/sandbox/admin-token
    [ -r "$file" ] || file=$(dirname "$0")/../../target/sandbox/admin-token
    [ -r "$file" ] || fail "set IMPRIMATUR_ADMIN_TOKEN to the admin token that the sandbox printed"
    token=$(cat "$file")
  fi
}

# Says once, as the project's maintainer, that this workflow may publish it.
register_publisher() {
  get_api_token
  owner=${REPOSITORY%%/*}
  name=${REPOSITORY#*/}
  send "Authorization: Bearer $token" \
    '{"provider":"sandbox-ci","fields":{"owner":"'"$owner"'","repository":"'"$name"'","workflow":"release.yml"}}' \
    "$IMPRIMATUR_URL/_/api/v1/indexes/$INDEX/projects/$PROJECT/publishers"
  case $status in
    201) echo "$PROJECT now trusts release.yml of $REPOSITORY" ;;
    409) echo "$PROJECT already trusts release.yml of $REPOSITORY" ;;
    *) fail "the publisher was not registered: $status $body" ;;
  esac
}

# enter_job <ref>: gets what a runner gives its jobs.
enter_job() {
  call '' --get --data-urlencode "repository=$REPOSITORY" --data-urlencode "ref=$1" \
    "$IMPRIMATUR_URL/sandbox/ci/env"
  [ "$status" = 200 ] || fail "the sandbox CI provider gave no job: $status $body"
  eval "$body"
}

# Sets $identity_token, for the audience that the index wants.
get_identity_token() {
  call '' "$IMPRIMATUR_URL/_/oidc/audience"
  [ "$status" = 200 ] || fail "no audience: $status $body"
  audience=$(member audience)
  call "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" \
    "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=$audience"
  [ "$status" = 200 ] || fail "no identity token: $status $body"
  identity_token=$(member value)
}

# Trades $identity_token; leaves the answer in $status and $body.
exchange() {
  send '' '{"token":"'"$identity_token"'"}' "$IMPRIMATUR_URL/_/oidc/mint-token"
}

# Sets $upload_token.
mint() {
  get_identity_token
  exchange
  [ "$status" = 200 ] || fail "the exchange was refused: $(refusal)"
  upload_token=$(member token)
}

# with_action <index> <variable> <command...>: runs a command with a token that the action's script
# fetches, hands on in this variable, and burns. What a runner of GitHub takes out of the log to hide
# it is taken out here: this is no runner. Needs $work, and $root, the directory above this one.
with_action() {
  index=$1 variable=$2
  shift 2
  if IMPRIMATUR_URL=$IMPRIMATUR_URL IMPRIMATUR_INDEX=$index IMPRIMATUR_ENV=$variable \
    sh "$root/action/imprimatur.sh" run -- "$@" >"$work/action.log" 2>&1; then
    grep -v '^::add-mask::' "$work/action.log"
  else
    grep -v '^::add-mask::' "$work/action.log" >&2
    fail "the action's script failed"
  fi
}

# make_package <directory> <version>: a small source package, which installs without any other.
make_package() {
  stem=$(printf '%s' "$PROJECT" | tr '.-' '__')
  package=$stem-$2.tar.gz
  tree=$1/$stem-$2
  mkdir -p "$tree"
  printf 'Metadata-Version: 2.1\nName: %s\nVersion: %s\nSummary: A sample\n' \
    "$PROJECT" "$2" >"$tree/PKG-INFO"
  cat >"$tree/pyproject.toml" <<'END'
[build-system]
requires = []
build-backend = "build_sample"
backend-path = ["."]
END
  cat >"$tree/build_sample.py" <<END
import os, shutil, zipfile

STEM, INFO = "$stem-$2", "$stem-$2.dist-info"
WHEEL = "Wheel-Version: 1.0\\nGenerator: sample\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"


def prepare_metadata_for_build_wheel(directory, settings=None):
    os.mkdir(os.path.join(directory, INFO))
    shutil.copy("PKG-INFO", os.path.join(directory, INFO, "METADATA"))
    return INFO


def build_wheel(directory, settings=None, metadata=None):
    name = STEM + "-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(directory, name), "w") as wheel:
        wheel.writestr("$stem.py", "print('Published without a stored secret')\\n")
        wheel.write("PKG-INFO", INFO + "/METADATA")
        wheel.writestr(INFO + "/WHEEL", WHEEL)
        wheel.writestr(INFO + "/RECORD", "")
    return name
END
  tar -czf "$1/$package" -C "$1" "$stem-$2"
}

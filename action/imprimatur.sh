#!/bin/sh
# Trades the identity token of a CI job for an upload token of Imprimatur. POSIX sh, curl, awk.
#
#   imprimatur.sh token              fetches it, for the steps that follow
#   imprimatur.sh burn               revokes it; never fails the job
#   imprimatur.sh run -- command     fetches it, runs the command with it, revokes it
#
# IMPRIMATUR_URL       where Imprimatur is: https, or http on this machine
# IMPRIMATUR_INDEX     id of the package index
# IMPRIMATUR_AUDIENCE  audience of the identity token; otherwise Imprimatur is asked for it
# IMPRIMATUR_PROJECTS  narrows the token to these projects (blanks, commas or line breaks between)
# IMPRIMATUR_ENV       environment variable that the token goes to
# IMPRIMATUR_ID_TOKEN  the identity token, where the CI system puts it into a variable
# IMPRIMATUR_FILE      file that token writes and burn removes, where the CI system is not GitHub's
# IMPRIMATUR_TOKEN     what burn revokes; otherwise what is in IMPRIMATUR_FILE
# IMPRIMATUR_TRIES, IMPRIMATUR_SECONDS, IMPRIMATUR_PAUSE
#                      attempts per request (5), seconds for all (120), first pause between (1)

# Secrets stay out of traces, of the environment of what is started here, and, as printf is the
# shell's own and curl reads them from its standard input, of process lists.
{ set +a +v +x; } 2>/dev/null
set -fu
# Whatever has these names outside would have them exported.
unset identity_token upload_token token form parameter answer body fields found
identity_token='' upload_token='' child='' signalled='' exchanging='' work=''
# Ranges of characters mean what they say in this locale alone.
locale=${LC_ALL-} locale_was_set=${LC_ALL+yes}
LC_ALL=C
export LC_ALL

line_break='
'
no_break() { tr '\n\r\t' '   ' | tr -cd ' -~' | sed 's/##*/#/g; s/ *$//' | cut -c1-1500; }

on_github() { [ "${GITHUB_ACTIONS-}" = true ]; }

tell() { printf 'imprimatur: %s\n' "$(printf '%s' "$*" | no_break)" >&2; }

# complain <error or warning> <code> <what happened> <what to do>
# Whatever the texts hold, they neither begin a line nor hold what a CI system takes for a command.
complain() {
  what=$(printf '%s' "$3" | no_break)
  cure=$(printf '%s' "$4" | no_break)
  if on_github; then
    printf '::%s title=Imprimatur%%3A %s::%s%%0AWhat to do: %s\n' "$1" "$2" \
      "$(printf '%s' "$what" | sed 's/%/%25/g')" "$(printf '%s' "$cure" | sed 's/%/%25/g')" >&2
  else
    tell "$1: $2: $what"
    tell "what to do: $cure"
  fi
}

fail() {
  complain error "$@"
  exit 1
}

mask() { ! on_github || printf '::add-mask::%s\n' "$1"; }

now() { date +%s; }

# number <name> <value> <otherwise>: also keeps what would be octal or too big from the arithmetic.
number() {
  case $2 in
    '') printf '%s' "$3" ;;
    *[!0-9]* | 0?* | ??????*) false ;;
    *) printf '%s' "$2" ;;
  esac || fail invalid-input "$1 is not a number" "Set it to whole seconds or attempts below 100000."
}

# Sets $protocol to what curl may speak to this address, or fails.
allow() {
  authority=${1#*://}
  authority=${authority%%[/?]*}
  case $1 in
    *[!A-Za-z0-9._~:/?%\&=+,\;@\[\]-]*) return 1 ;;
  esac
  case $authority in
    '' | *[!A-Za-z0-9.:\[\]-]*) return 1 ;;
  esac
  case $1 in
    https://*) protocol='=https' ;;
    http://*)
      protocol='=http'
      case ${authority%:*} in
        localhost | 127.0.0.1 | '[::1]') ;;
        *) [ "$authority" = '[::1]' ] || return 1 ;;
      esac
      case ${authority##*:} in
        "$authority" | '1]') ;;
        *[!0-9]*) return 1 ;;
      esac
      ;;
    *) return 1 ;;
  esac
}

# A value in a configuration of curl's.
quoted() { printf '"%s"' "$(printf '%s' "$1" | tr -d '\000-\037\177' | sed 's/[\\"]/\\&/g')"; }

# once <url> <settings of curl's> <seconds>: one request. Sets $status (000: no answer) and $body.
once() {
  allow "$1" || fail invalid-input "An address is neither https nor http on this machine, or is none" \
    "Correct url, which is like https://publish.example.org. Secrets are not sent without TLS."
  set -- "$1" "$2" "$3" "$protocol"
  [ "$4" = '=https' ] || set -- "$@" --noproxy '*'
  : >"$work/headers"
  answer=$(
    {
      printf 'url = %s\n' "$(quoted "$1")"
      printf '%s\n' "$2"
    } | {
      seconds=$3 protocol=$4
      shift 4
      # Without the user's .curlrc (-q), which could have redirects followed.
      curl -q --config - --silent --show-error --globoff --proto "$protocol" "$@" \
        --connect-timeout 10 --max-time "$seconds" --max-filesize 65536 \
        --user-agent imprimatur-action --header 'Accept: application/json' --header 'Expect:' \
        --dump-header "$work/headers" --write-out '\n%{http_code}' 2>"$work/error"
      printf ' %s' "$?"
    } | tr -d '\000' | head -c 100000
  )
  body=${answer%"$line_break"*}
  answer=${answer##*"$line_break"}
  status=${answer% *} ended=${answer#* }
  case $status$ended in
    [0-9][0-9][0-9]0) ;;
    *) status=000 body='' ;;
  esac
}

# Whether another attempt may help: broken connections, 429 and 5xx, none of which uses up the
# identity token. Every other no is final.
may_pass() {
  case $status in
    000)
      case $ended in
        5 | 6 | 7 | 16 | 18 | 28 | 35 | 52 | 55 | 56 | 92) ;;
        *) return 1 ;;
      esac
      ;;
    429 | 500 | 502 | 503 | 504) ;;
    *) return 1 ;;
  esac
}

retry_after() {
  tr -d ' \t\r' <"$work/headers" |
    sed -n 's/^[Rr][Ee][Tt][Rr][Yy]-[Aa][Ff][Tt][Ee][Rr]:0*\([0-9]\)/\1/p' |
    sed -n '/^[0-9][0-9]*$/p' | sed 's/^......*$/99999/' | tail -n 1
}

# ask <url> <settings>: the same with further attempts, within the limits.
ask() {
  attempt=1 pause=$first_pause
  while :; do
    left=$((deadline - $(now)))
    [ "$left" -gt 0 ] || left=1
    [ "$left" -lt 30 ] || left=30
    once "$1" "$2" "$left"
    may_pass || break
    wait_for=$(retry_after)
    wait_for=${wait_for:-$pause}
    # A longer pause than there is time for is not cut short: who is asked to stay away does.
    if [ -n "$signalled" ] || [ "$attempt" -ge "$tries" ] ||
      [ $(($(now) + wait_for)) -ge "$deadline" ]; then
      break
    fi
    tell "no luck yet ($(reason)); attempt $((attempt + 1)) of $tries in $wait_for s"
    sleep "$wait_for"
    attempt=$((attempt + 1)) pause=$((pause * 2))
  done
}

reason() {
  case $status in
    000) printf 'no answer: %s' "$(no_break <"$work/error")" ;;
    *) printf 'status %s' "$status" ;;
  esac
}

# Sets $fields to the leaves of the JSON in $body, a line each: path, s (text) or n, value. Texts
# come out in printable ASCII with ? for the rest, so that none can pretend to be another line.
parse() {
  fields=$(printf '%s' "$body" | awk '
    function blank() { while (p <= n && index(" \t\r\n", substr(s, p, 1))) p++ }
    function hex(digits,   i, sum) {
      for (i = 1; i <= 4; i++) sum = sum * 16 + index("0123456789abcdef", substr(digits, i, 1)) - 1
      return sum
    }
    function text(   out, c, code) {
      out = ""
      p++
      while (p <= n) {
        c = substr(s, p++, 1)
        if (c == "\"") { gsub(/##+/, "#", out); return out }
        if (c == "\\") {
          c = substr(s, p++, 1)
          if (c == "u") {
            code = tolower(substr(s, p, 4))
            p += 4
            if (code !~ /^[0-9a-f][0-9a-f][0-9a-f][0-9a-f]$/) exit 1
            code = hex(code)
            c = code >= 32 && code <= 126 ? substr(ascii, code - 31, 1) : "?"
          } else if (c ~ /^[bfnrt]$/) c = "?"
          else if (c != "\"" && c != "\\" && c != "/") exit 1
        } else if (!index(ascii, c)) c = "?"
        out = out c
      }
      exit 1
    }
    function members(path, end,   i, key, c) {
      p++
      blank()
      if (substr(s, p, 1) == end) { p++; return }
      for (i = 0; ; i++) {
        key = i
        if (end == "}") {
          blank()
          if (substr(s, p, 1) != "\"") exit 1
          key = text()
          gsub(/[^A-Za-z0-9_-]/, "?", key)
          blank()
          if (substr(s, p++, 1) != ":") exit 1
        }
        if ((path "." key) in seen) exit 1
        seen[path "." key] = 1
        value(path "." key)
        blank()
        c = substr(s, p++, 1)
        if (c == end) return
        if (c != ",") exit 1
      }
    }
    function value(path,   c, word) {
      if (++depth > 32) exit 1
      blank()
      c = substr(s, p, 1)
      if (c == "{") members(path, "}")
      else if (c == "[") members(path, "]")
      else if (c == "\"") print path " s " text()
      else {
        word = ""
        while (p <= n && (c = substr(s, p, 1)) ~ /^[-+.0-9A-Za-z]$/) { word = word c; p++ }
        if (word !~ /^(true|false|null|-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?)$/) exit 1
        print path " n " word
      }
      depth--
    }
    BEGIN { for (i = 32; i <= 126; i++) ascii = ascii sprintf("%c", i) }
    { s = s $0 "\n" }
    END { n = length(s); p = 1; value(""); blank(); exit p <= n }') 2>/dev/null || {
    fields=''
    return 1
  }
}

# member <path> <s or n>: its value, or nothing.
member() {
  case $line_break$fields in
    *"$line_break$1 $2 "*)
      found=$line_break$fields
      found=${found#*"$line_break$1 $2 "}
      printf '%s' "${found%%"$line_break"*}"
      ;;
  esac
}

# Fails with what Imprimatur said: the code, the description, and what its page says of the code.
refused() {
  [ "$status" != 000 ] || fail no-answer "$1 got $(reason)" \
    "Look whether url is right and reachable from this job; attempts made: $attempt."
  case $status in
    3??) fail redirected "$1 was answered with a redirect ($status), which is not followed" \
      "Set url to where Imprimatur itself is." ;;
  esac
  parse || :
  code=$(member .errors.0.code s)
  said=$(member .error_description s)
  said=${said:-$(member .errors.0.description s)}
  said=${said:-$(member .detail s)}
  case $code in
    '' | *[!a-z0-9-]*)
      fail "status-$status" "$1 was answered with status $status: ${said:-nothing readable}" \
        "Look whether url is Imprimatur's and the proxy before it passes /_/ on."
      ;;
  esac
  refusal=$status
  once "$url/_/problems/$code" '' 5
  cure=''
  [ "$status" != 200 ] || cure=$(printf '%s\n' "$body" |
    sed -n 's/^How: *//p; s/^Who mends it: *\(.*\)\.[^.]*$/For \1:/p' | no_break)
  # Where even the page is not there, the address is not that of the service.
  [ "$code-$status" != not-found-404 ] ||
    cure="Look whether url is where Imprimatur itself is: scheme, host and port, with no path behind."
  [ "$attempt" = 1 ] || said="$said (attempts made: $attempt)"
  fail "$code" "$1 was refused ($refusal): $said" "${cure:-See $url/_/problems/$code}"
}

begin() {
  url=${IMPRIMATUR_URL-}
  while [ "$url" != "${url%/}" ]; do url=${url%/}; done
  case $url in
    '') fail invalid-input "No url is set" "Set url, or IMPRIMATUR_URL, to where Imprimatur is." ;;
    *[?@]*) fail invalid-input "The url holds a query or a user" "Set url to scheme, host and port." ;;
  esac
  case $(command -v printf) in
    printf) ;;
    *) fail invalid-shell "This shell would show secrets in the process list" \
      "Run the script with dash, bash or busybox sh." ;;
  esac
  for tool in awk curl; do
    command -v "$tool" >/dev/null || fail missing-tool "There is no $tool here" "Install $tool."
  done
  tries=$(number IMPRIMATUR_TRIES "${IMPRIMATUR_TRIES-}" 5) || exit 1
  seconds=$(number IMPRIMATUR_SECONDS "${IMPRIMATUR_SECONDS-}" 120) || exit 1
  first_pause=$(number IMPRIMATUR_PAUSE "${IMPRIMATUR_PAUSE-}" 1) || exit 1
  deadline=$(($(now) + seconds))
  trap 'finish' EXIT
  trap 'interrupted 1' HUP
  trap 'interrupted 2' INT
  trap 'interrupted 15' TERM
  work=$(mktemp -d) || fail no-directory "No temporary directory could be made" "Set TMPDIR."
}

finish() {
  burn_held
  [ -z "$work" ] || rm -rf "$work"
}

# In the middle of an exchange it is only noted: a token that was just minted must be burnt first.
interrupted() {
  signalled=$1
  [ -n "$exchanging" ] || stop
}

# The runner kills soon whoever does not end: burning comes before waiting.
stop() {
  ending=$((128 + signalled))
  [ -z "$child" ] || kill -TERM "$child" 2>/dev/null
  burn_held
  [ -z "$child" ] || wait "$child" 2>/dev/null
  exit "$ending"
}

is_token() {
  case $1 in
    '' | *[!A-Za-z0-9._-]*) return 1 ;;
  esac
  [ ${#1} -le 16384 ]
}

get_audience() {
  audience=${IMPRIMATUR_AUDIENCE-}
  [ -z "$audience" ] || return 0
  ask "$url/_/oidc/$index/audience" ''
  [ "$status" = 200 ] || refused "The question for the audience of index $index"
  parse || :
  audience=$(member .audience s)
  case $audience in
    '' | *'?'*) fail odd-answer "Imprimatur named no audience that can be used" \
      "Look whether url is Imprimatur's, or set audience." ;;
  esac
}

get_identity_token() {
  identity_token=${IMPRIMATUR_ID_TOKEN-}
  # Whatever is started from here on has no need of it.
  unset IMPRIMATUR_ID_TOKEN
  if [ -z "$identity_token" ] && on_github; then
    if [ -z "${ACTIONS_ID_TOKEN_REQUEST_URL-}" ] || [ -z "${ACTIONS_ID_TOKEN_REQUEST_TOKEN-}" ]; then
      fail missing-permission "The CI system gives this job no identity token" \
        "Add 'permissions: id-token: write' to the job, or on Forgejo 'enable-openid-connect: true'. Pull requests from forks never get one."
    fi
    get_audience
    ask "$ACTIONS_ID_TOKEN_REQUEST_URL" "get
data-urlencode = $(quoted "audience=$audience")
header = $(quoted "Authorization: Bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN")"
    [ "$status" = 200 ] || fail no-identity-token \
      "The CI system gave no identity token ($(reason); attempts made: $attempt)" "Run the job again."
    parse || :
    identity_token=$(member .value s)
  fi
  [ -n "$identity_token" ] || fail no-identity-token "There is no identity token" \
    "Have the CI system put one into IMPRIMATUR_ID_TOKEN; GitLab does with id_tokens."
  is_token "$identity_token" || fail no-identity-token "What should be an identity token is none" \
    "Give the JWT of the CI system unchanged."
  mask "$identity_token"
}

# Sets $upload_token, $projects, $expires_in and $expires_at. Until release, the token is burnt
# however this ends.
obtain() {
  index=${IMPRIMATUR_INDEX-}
  case $index in
    '' | *[!A-Za-z0-9._-]*) fail invalid-input "The id of the index is missing or is none" \
      "Set index, or IMPRIMATUR_INDEX, to the id that Imprimatur's operator gave the package index." ;;
  esac
  name=${IMPRIMATUR_ENV-}
  case $name in
    [0-9]* | *[!A-Za-z0-9_]* | PATH | GITHUB_* | RUNNER_*)
      fail invalid-input "The token cannot go to an environment variable of that name" \
        "Set env, or IMPRIMATUR_ENV, to the variable that the publishing client reads." ;;
  esac
  get_identity_token
  # shellcheck disable=SC2046
  set -- $(printf '%s' "${IMPRIMATUR_PROJECTS-}" | tr ',\n\r\t' '    ')
  form=$(
    for parameter in "subject_token=$identity_token" "audience=$index" ${1+"scope=$*"} \
      grant_type=urn:ietf:params:oauth:grant-type:token-exchange \
      subject_token_type=urn:ietf:params:oauth:token-type:jwt; do
      printf 'data-urlencode = %s\n' "$(quoted "$parameter")"
    done
  )
  exchanging=yes
  asked_at=$(now)
  ask "$url/_/oauth2/token" "$form"
  [ "$status" = 200 ] || {
    exchanging=''
    [ -z "$signalled" ] || stop
    refused "The exchange"
  }
  parse || :
  token=$(member .access_token s)
  is_token "$token" || fail odd-answer "The answer of the exchange holds no upload token" \
    "Look whether url is Imprimatur's."
  mask "$token"
  upload_token=$token
  exchanging=''
  [ -z "$signalled" ] || stop
  projects=$(member .scope s)
  expires_in=$(member .expires_in n)
  case $(member .token_type s)-$expires_in in
    Bearer-*[!0-9]* | Bearer- | Bearer-????????*) expires_in='' ;;
    Bearer-*) ;;
    *) expires_in='' ;;
  esac
  [ -n "$expires_in" ] || fail odd-answer "The answer of the exchange is no bearer token with an end" \
    "Look whether url is Imprimatur's."
  expires_at=$((asked_at + expires_in))
  expires_at=$(date -u -d "@$expires_at" +%Y-%m-%dT%H:%M:%SZ 2>/dev/null ||
    date -u -r "$expires_at" +%Y-%m-%dT%H:%M:%SZ)
  tell "an upload token of index $index for ${projects:-no project}, good until $expires_at"
}

# Where the steps that follow find the token.
release() {
  if on_github; then
    {
      [ -z "$name" ] || printf '%s=%s\n' "$name" "$upload_token" >>"$GITHUB_ENV"
    } && printf 'token=%s\nexpires-in=%s\nexpires-at=%s\nprojects=%s\n' \
      "$upload_token" "$expires_in" "$expires_at" "$projects" >>"$GITHUB_OUTPUT"
  else
    rm -f "$IMPRIMATUR_FILE" &&
      (umask 077 && set -C &&
        printf 'export %s=%s\n' "${name:-IMPRIMATUR_TOKEN}" "$upload_token" >"$IMPRIMATUR_FILE")
  fi || fail not-written "The upload token could not be handed on" \
    "Look whether the file can be written that the token goes to."
  upload_token=''
}

burn_held() {
  [ -n "$upload_token" ] || return 0
  # Nothing stops the burning: curl inherits it.
  trap '' HUP INT TERM
  token=$upload_token
  upload_token=''
  [ "$tries" -lt 3 ] || tries=3
  [ "$seconds" -lt 15 ] || seconds=15
  deadline=$(($(now) + seconds))
  signalled=''
  ask "$url/_/oidc/burn-token" "header = \"Content-Type: application/json\"
data-raw = $(quoted "{\"token\":\"$token\"}")"
  if [ "$status" = 202 ]; then
    tell "the upload token is burnt"
  else
    complain warning not-burnt "The upload token could not be burnt ($(reason))" \
      "Nothing: it is good until it expires. An owner of the project may revoke it before."
  fi
}

# All checks come before the token is held, because a job does not fail for want of burning.
burn() {
  token=${IMPRIMATUR_TOKEN-}
  if [ -z "$token" ] && [ -n "${IMPRIMATUR_FILE-}" ] && [ -f "$IMPRIMATUR_FILE" ]; then
    token=$(sed -n 's/^export [A-Za-z0-9_]*=//p' "$IMPRIMATUR_FILE")
    rm -f "$IMPRIMATUR_FILE"
  fi
  if [ -z "$token" ]; then
    tell "there is no upload token to burn"
  elif is_token "$token"; then
    begin
    upload_token=$token
    burn_held
  else
    complain warning not-burnt "What should be burnt is no upload token" "Pass the token unchanged."
  fi
}

run() {
  begin
  # A command in the background, so that signals are seen at once, would have no standard input.
  exec 3<&0
  obtain
  (
    if [ -n "$locale_was_set" ]; then LC_ALL=$locale; else unset LC_ALL; fi
    unset IMPRIMATUR_ID_TOKEN IMPRIMATUR_TOKEN
    eval "${name:-IMPRIMATUR_TOKEN}=\$upload_token; export ${name:-IMPRIMATUR_TOKEN}"
    exec "$@"
  ) <&3 3<&- &
  child=$!
  wait "$child"
  result=$?
  child=''
  burn_held
  exit "$result"
}

case ${1-} in
  token)
    on_github || [ -n "${IMPRIMATUR_FILE-}" ] || fail invalid-input "There is nowhere to put the token" \
      "Set IMPRIMATUR_FILE to the file that it goes to, or use run -- and a command."
    begin
    obtain
    release
    ;;
  burn)
    (burn) || :
    ;;
  run)
    shift
    [ "${1-}" != -- ] || shift
    [ $# -gt 0 ] || fail invalid-input "There is no command" "Say run -- and the command."
    run "$@"
    ;;
  *)
    sed -n 's/^#   \(imprimatur.*\)/\1/p' "$0" >&2
    exit 2
    ;;
esac

#!/bin/sh
# Publishes a sample package to the sandbox's index, as a CI job would: no stored secret.
#
#   ./mvnw                 in one terminal
#   examples/publish.sh    in another
#
# IMPRIMATUR_URL, IMPRIMATUR_ADMIN_TOKEN, PROJECT and REPOSITORY may say otherwise.
set -eu
. "$(dirname "$0")/job.sh"

version=1.0.$(date +%s)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say "The maintainer trusts a workflow"
register_publisher

say "A job of that workflow runs, for a tag"
enter_job "refs/tags/v$version"
echo "$GITHUB_REPOSITORY at $GITHUB_REF, run $GITHUB_RUN_ID"

say "It trades its identity token for an upload token"
mint
echo "minted; it expires at $(printf '%s' "$body" | sed -n 's/.*"expires" *: *\([0-9]*\).*/\1/p') (Unix time)"

say "It uploads a package"
make_package "$work" "$version"
basic=$(printf '__token__:%s' "$upload_token" | base64 | tr -d '\n')
call "Authorization: Basic $basic" \
  --form :action=file_upload --form protocol_version=1 --form metadata_version=2.1 \
  --form "name=$PROJECT" --form "version=$version" --form filetype=sdist \
  --form "content=@$work/$package;type=application/gzip" \
  "$IMPRIMATUR_URL/legacy/"
[ "$status" = 200 ] || fail "the upload was refused: $status $body"
echo "$package is at $IMPRIMATUR_URL/simple/$PROJECT/"

say "The index knows where it came from"
secret=${IMPRIMATUR_INDEX_SECRET:-sandbox-index-secret}
basic=$(printf '%s:%s' "$INDEX" "$secret" | base64 | tr -d '\n')
call "Authorization: Basic $basic" \
  "$IMPRIMATUR_URL/_/api/v1/indexes/$INDEX/uploads?project=$PROJECT"
[ "$status" = 200 ] || fail "no provenance: $status $body"
printf '%s' "$body" | tr '{},' '\n\n\n' |
  awk -v ours="$package" '
    /"filename"/ { on = index($0, ours); claims = 0 }
    on && /"claims"/ { claims = 1; n++ }
    on && /"(filename|sha256|source_url|run_url)"/ { print "  " $0 }
    on && claims && /"(repository|ref|sha|run_id)"/ { print "  " $0 }
    END { exit n == 0 }' || fail "the upload is not in the list: $body"

say "The same identity token is good only once"
exchange
case $body in
  *invalid-reuse-token*) echo "refused, as it must be: $(refusal)" ;;
  *) fail "the identity token was not refused: $status" ;;
esac

#!/bin/sh
# Does with curl what a maintainer does: checks a trusted publisher, adds it, asks why a job would be
# refused, and reads what happened.
#
#   ./mvnw                in one terminal
#   examples/manage.sh    in another
#
# IMPRIMATUR_URL, IMPRIMATUR_ADMIN_TOKEN, PROJECT and REPOSITORY may say otherwise.
set -eu
. "$(dirname "$0")/job.sh"

get_api_token
bearer="Authorization: Bearer $token"
api=$IMPRIMATUR_URL/_/api/v1
project=$api/indexes/$INDEX/projects/$PROJECT
publisher='{"provider":"sandbox-ci","fields":{"owner":"'"${REPOSITORY%%/*}"'","repository":"'"${REPOSITORY#*/}"'","workflow":"release.yml"}}'

say "The API describes itself (OpenAPI 3.1)"
call '' "$IMPRIMATUR_URL/_/api/openapi.json"
[ "$status" = 200 ] || fail "no description: $status $body"
printf '%s\n' "$body" | grep -c '"operationId"' | sed 's/$/ calls/'

say "A publisher is checked; nothing is changed yet"
send "$bearer" "$publisher" "$project/publishers?dry_run=true"
case $status in
  200) echo "it would be accepted, pins: $(member pin_state)" ;;
  409) echo "it is there already" ;;
  *) fail "the check was refused: $(refusal)" ;;
esac

say "A field with a mistake is named"
send "$bearer" '{"provider":"sandbox-ci","fields":{"owner":"octo-org","repository":"sample-project","workflow":"release.txt"}}' \
  "$project/publishers?dry_run=true"
[ "$status" = 422 ] || fail "the mistake was not found: $status $body"
echo "$(member field): $(refusal)"

say "It is added"
register_publisher

say "Why would a job of another workflow be refused?"
send "$bearer" '{"provider":"sandbox-ci","claims":{"repository":"'"$REPOSITORY"'","repository_owner":"'"${REPOSITORY%%/*}"'","repository_id":"74","repository_owner_id":"65","job_workflow_ref":"'"$REPOSITORY"'/.github/workflows/test.yml@refs/heads/main","workflow_ref":"'"$REPOSITORY"'/.github/workflows/test.yml@refs/heads/main","ref":"refs/heads/main","event_name":"push"}}' \
  "$project/publishers:explain"
[ "$status" = 200 ] || fail "no explanation: $(refusal)"
case $body in
  *'"verdict":"no-match"'*) ;;
  *) fail "a job of another workflow would be let in: $body" ;;
esac
printf '%s' "$body" | tr '{}' '\n\n' | grep '"field":"workflow"' |
  sed 's/.*"expected":"\([^"]*\)","seen":"\([^"]*\)".*/workflow: expected \1, seen \2/' | sed 1q

say "What happened to the project, the newest first"
call "$bearer" "$api/events?index=$INDEX&project=$PROJECT&limit=3"
[ "$status" = 200 ] || fail "no events: $(refusal)"
printf '%s' "$body" | tr '{}' '\n\n' |
  sed -n 's/.*"at":"\([^"]*\)","type":"\([^"]*\)","actor":"\([^"]*\)".*/\1 \2 by \3/p'

#!/usr/bin/env bash
# The image's health check: does the service say that it is ready? The base image has neither curl
# nor wget, and a second JVM every few seconds would cost too much; bash speaks TCP by itself.
exec 3<>"/dev/tcp/127.0.0.1/${SERVER_PORT:-8080}" || exit 1
printf 'GET /actuator/health/readiness HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
IFS= read -r -t 2 status <&3 || exit 1
[[ $status == 'HTTP/1.1 200'* ]]

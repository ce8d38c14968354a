#!/bin/sh
# Publishes one event with curl. The id is made once: curl tries again by itself, and the event still counts once.
set -eu

id=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')

curl --silent --show-error --fail-with-body --retry 8 --retry-connrefused \
    "$TALLYSTREAM_URL/v1/events" \
    -H "Authorization: Bearer $TALLYSTREAM_KEY" \
    -H 'Content-Type: application/cloudevents+json' \
    -d "{\"specversion\":\"1.0\",\"id\":\"$id\",\"source\":\"/examples/curl\",\"type\":\"ai.credits.consumed.v1\",
         \"subject\":\"acme\",\"time\":\"$(date -u +%Y-%m-%dT%H:%M:%SZ)\",
         \"data\":{\"feature\":\"ai_slides\",\"team_id\":\"design\",\"user_id\":\"amelie\",\"credits\":\"1.5\"}}"

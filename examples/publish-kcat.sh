#!/bin/sh
# Publishes one event straight to Kafka with kcat, in the binary mode of the CloudEvents binding: attributes are headers,
# the value is the data. No key and no partitioner are needed: the organization is read from the event.
set -eu

id=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')

printf '{"feature":"ai_slides","team_id":"design","user_id":"amelie","credits":"1.5"}\n' |
    kcat -P -b "$TALLYSTREAM_BOOTSTRAP_SERVERS" -t credit-events -X acks=all \
        -H content-type=application/json \
        -H ce_specversion=1.0 \
        -H "ce_id=$id" \
        -H ce_source=/examples/kcat \
        -H ce_type=ai.credits.consumed.v1 \
        -H ce_subject=acme

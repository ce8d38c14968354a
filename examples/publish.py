"""Publishes one event with Python's standard library; a retry has the same id, so the event counts once."""

import datetime
import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid

event = {
    "specversion": "1.0",
    "id": str(uuid.uuid4()),
    "source": "/examples/python",
    "type": "ai.credits.consumed.v1",
    "subject": "acme",
    "time": datetime.datetime.now(datetime.timezone.utc).isoformat(),
    "data": {"feature": "ai_slides", "team_id": "design", "user_id": "amelie", "credits": "1.5"},
}
request = urllib.request.Request(
    os.environ["TALLYSTREAM_URL"] + "/v1/events",
    data=json.dumps(event).encode(),
    headers={
        "Authorization": "Bearer " + os.environ["TALLYSTREAM_KEY"],
        "Content-Type": "application/cloudevents+json",
    },
)

for attempt in range(8):
    wait = min(0.1 * 2**attempt, 10)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            print(answer.read().decode())
            sys.exit(0)
    except urllib.error.HTTPError as refused:
        if refused.code not in (408, 429) and refused.code < 500:
            sys.exit("refused: " + refused.read().decode())
        wait = float(refused.headers.get("Retry-After", wait))
    except OSError as silence:
        print("no answer:", silence, file=sys.stderr)
    time.sleep(wait)
sys.exit("given up")

// Publishes one event with fetch; a retry has the same id, so the event counts once.
import { randomUUID } from "node:crypto";

const { TALLYSTREAM_URL, TALLYSTREAM_KEY } = process.env;

const event = {
  specversion: "1.0",
  id: randomUUID(),
  source: "/examples/javascript",
  type: "ai.credits.consumed.v1",
  subject: "acme",
  time: new Date().toISOString(),
  // A string: JavaScript's numbers are not exact.
  data: { feature: "ai_slides", team_id: "design", user_id: "amelie", credits: "1.5" },
};

async function publish() {
  for (let attempt = 0; attempt < 8; attempt++) {
    let wait = Math.min(100 * 2 ** attempt, 10_000);
    try {
      const answer = await fetch(`${TALLYSTREAM_URL}/v1/events`, {
        method: "POST",
        headers: {
          Authorization: `Bearer ${TALLYSTREAM_KEY}`,
          "Content-Type": "application/cloudevents+json",
        },
        body: JSON.stringify(event),
        signal: AbortSignal.timeout(20_000),
      });
      if (answer.ok) {
        return await answer.text();
      }
      if (answer.status < 500 && ![408, 429].includes(answer.status)) {
        throw new RangeError(`refused: ${await answer.text()}`);
      }
      wait = 1000 * Number(answer.headers.get("Retry-After") ?? wait / 1000);
    } catch (silence) {
      if (silence instanceof RangeError) {
        throw silence;
      }
      console.error("no answer:", silence.message);
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  throw new Error("given up");
}

console.log(await publish());

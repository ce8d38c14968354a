// The CloudEvents SDK emits over HTTP, in both modes.
import assert from 'node:assert/strict'
import { CloudEvent, HTTP, Mode, emitterFor } from 'cloudevents'
import { key, now, organization, url, use } from './counted.mjs'

async function post({ headers, body }) {
  return fetch(`${url}/v1/events`, { method: 'POST', headers: { ...headers, Authorization: `Bearer ${key}` }, body })
}

for (const [mode, credits] of [[Mode.STRUCTURED, '1.25'], [Mode.BINARY, '0.5']]) {
  const emit = emitterFor(post, { binding: HTTP, mode })
  const event = new CloudEvent({
    id: mode,
    source: '/sdk',
    type: 'ai.credits.consumed.v1',
    subject: organization,
    time: now.toISOString(),
    data: use('ai_slides', 'design', 'amelie', credits),
  })
  // The second time is a retry; an extension is kept and changes nothing.
  for (const sent of [event, event.cloneWith({ traceparent: '00-1-2-00' })]) {
    const response = await emit(sent)
    assert.equal(response.status, 202, await response.text())
  }
}

// OpenMeter's SDK, unchanged: it reports usage and reads it back.
import assert from 'node:assert/strict'
import { OpenMeter, isHTTPError } from '@openmeter/sdk'
import { day, key, month, now, organization, until, url, use } from './counted.mjs'

const METER = 'ai_credits_total'
const openmeter = new OpenMeter({ baseUrl: url, apiKey: key })
const subject = [organization]

const event = (id, data) => ({ id, source: '/sdk', type: 'ai.credits.consumed.v1', subject: organization, time: now, data })
const failure = (promise) => promise.then(() => assert.fail('it was answered'), (error) => error)

// Reporting: one event, a batch, and both once more as a retry would.
const one = event('1', use('ai_slides', 'design', 'amelie', '1.5'))
const batch = [
  event('2', use('ai_slides', 'sales', 'bo', 2)),
  event('3', use('ai_images', 'design', 'amelie', 0.25)),
]
for (let attempt = 0; attempt < 2; attempt++) {
  await openmeter.events.ingest(one)
  await openmeter.events.ingest(batch)
}

// One bad event refuses its whole batch, so the good one of it must not be counted.
const refused = await failure(openmeter.events.ingest([event('4', use('ai_slides', 'design', 'amelie', '100')), event('5', {})]))
assert.ok(isHTTPError(refused), refused)
assert.equal(refused.status, 422)

// The meter.
const meters = await openmeter.meters.list()
assert.deepEqual(meters.map((meter) => meter.slug), [METER])
assert.deepEqual(await openmeter.meters.get(METER), meters[0])
assert.equal(meters[0].aggregation, 'SUM')
assert.ok(meters[0].createdAt instanceof Date)

// Its windows.
const monthly = await until(
  () => openmeter.meters.query(METER, { subject, ...month, windowSize: 'MONTH' }),
  (answer) => answer.data[0]?.value === 3.75,
)
const window = { windowStart: month.from, windowEnd: month.to, subject: organization }
assert.deepEqual(monthly, { ...month, windowSize: 'MONTH', data: [{ ...window, value: 3.75, groupBy: {} }] })

const whole = await openmeter.meters.query(METER, { subject, ...month, groupBy: ['feature'] })
assert.deepEqual(byGroup(whole, 'feature'), { ai_slides: 3.5, ai_images: 0.25 })
assert.deepEqual([whole.from, whole.to, whole.windowSize], [month.from, month.to, undefined])

const daily = await openmeter.meters.query(METER, { subject, ...month, windowSize: 'DAY', windowTimeZone: 'UTC', groupBy: ['subject', 'team_id'] })
assert.deepEqual(byGroup(daily, 'team_id'), { design: 1.75, sales: 2 })
assert.ok(daily.data.every((row) => row.windowStart.getTime() === day.from.getTime() && row.windowEnd.getTime() === day.to.getTime()))

const users = await openmeter.meters.query(METER, { subject, ...day, groupBy: ['user_id'], filterGroupBy: { team_id: 'design' } })
assert.deepEqual(byGroup(users, 'user_id'), { amelie: 1.75 })

const posted = await openmeter.client.POST('/api/v1/meters/{meterIdOrSlug}/query', {
  params: { path: { meterIdOrSlug: METER } },
  body: { subject, ...month, filterGroupBy: { feature: ['ai_slides'] } },
})
assert.equal(posted.response.status, 200)
assert.deepEqual(posted.data.data.map((row) => row.value), [3.5])

// What cannot be answered is a problem that the SDK understands.
const cut = await failure(openmeter.meters.query(METER, { subject, from: now, to: month.to, windowSize: 'MONTH' }))
assert.deepEqual([cut.status, cut.type], [422, '/problems/range-not-aligned'])
assert.equal(new Date(cut.getField('aligned').from).getTime(), month.from.getTime())
for (const [status, query] of [
  [400, { ...month }],
  [400, { ...month, subject: [organization, 'other'] }],
  [400, { ...month, subject, windowSize: 'HOUR' }],
  [404, { ...month, subject: ['not-mine'] }],
]) {
  const error = await failure(openmeter.meters.query(METER, query))
  assert.ok(isHTTPError(error), error)
  assert.equal(error.status, status)
  assert.match(error.type, /^\/problems\//)
}

function byGroup(answer, property) {
  return Object.fromEntries(answer.data.map((row) => [row.groupBy[property], row.value]))
}

// KafkaJS produces what the CloudEvents SDK makes for Kafka, in both modes, placed by partitioners of all kinds.
import assert from 'node:assert/strict'
import { CloudEvent, Kafka as Binding } from 'cloudevents'
import kafkajs from 'kafkajs'
import { kafka as broker, now, organization, use } from './counted.mjs'

const TOPIC = 'credit-events'
const EVENTS = 24

/** Puts every record on the next partition, whatever its key: on most of them it is the wrong one. */
const roundRobin = () => {
  let next = 0
  return ({ partitionMetadata }) => partitionMetadata[next++ % partitionMetadata.length].partitionId
}

const { Kafka, Partitioners, logLevel } = kafkajs
const client = new Kafka({ clientId: 'sdk-tests', brokers: [broker], logLevel: logLevel.ERROR })

const event = (id, attributes) => new CloudEvent({
  id,
  source: '/sdk',
  type: 'ai.credits.consumed.v1',
  subject: organization,
  time: now.toISOString(),
  datacontenttype: 'application/json',
  data: use('ai_slides', 'design', 'amelie', '0.125'),
  ...attributes,
})

function message(event, i) {
  const { key, value, headers } = i % 2 === 0 ? Binding.structured(event) : Binding.binary(event)
  // The one package names headers that have no value, which the other does not take; and its binary value is an object.
  const given = Object.fromEntries(Object.entries(headers).filter(([, header]) => header !== undefined))
  return { key, headers: given, value: typeof value === 'string' ? value : JSON.stringify(value) }
}

const partitioners = { default: Partitioners.DefaultPartitioner, legacy: Partitioners.LegacyPartitioner, roundRobin }
for (const [name, createPartitioner] of Object.entries(partitioners)) {
  const events = Array.from({ length: EVENTS }, (_, i) =>
    // Some with the key that the organization's partition is found by, some without any.
    event(`${name}-${i}`, i % 3 === 0 ? {} : { partitionkey: organization }))
  const producer = client.producer({ createPartitioner })
  await producer.connect()
  const written = await producer.send({ topic: TOPIC, messages: events.map(message) })
  assert.ok(written.every((part) => part.errorCode === 0), JSON.stringify(written))
  assert.ok(name !== 'roundRobin' || written.length > 1, 'a topic of one partition proves nothing')
  await producer.disconnect()
}

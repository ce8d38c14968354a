package dev.tallystream.contract.topic;

import org.apache.kafka.common.serialization.Serde;

/** A Kafka topic as a value: its name and how its keys and values are written. */
public record Topic<K, V>(String name, Serde<K> key, Serde<V> value) {}

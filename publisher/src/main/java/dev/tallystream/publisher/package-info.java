/**
 * What an AI feature embeds to publish its events over HTTP: needs the JDK, the words of the contract and a JSON parser,
 * neither Kafka nor a framework.
 */
@NullMarked
package dev.tallystream.publisher;

import org.jspecify.annotations.NullMarked;

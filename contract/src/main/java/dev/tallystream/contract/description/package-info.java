/** What the contract says of itself to machines: the schema of an event and the description of the topics. */
@NullMarked
package dev.tallystream.contract.description;

import org.jspecify.annotations.NullMarked;

/**
 * The independent recount: what the tables must hold by the promises alone, with plain maps and a calendar of its own,
 * and the comparison with what they do hold. Nothing here shares code with the counting.
 */
@NullMarked
package dev.tallystream.standalone.audit;

import org.jspecify.annotations.NullMarked;

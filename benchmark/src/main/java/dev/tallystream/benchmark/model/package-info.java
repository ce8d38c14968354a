/** The topology against a naive recount, on generated streams with everything in them that may go wrong. */
@NullMarked
package dev.tallystream.benchmark.model;

import org.jspecify.annotations.NullMarked;

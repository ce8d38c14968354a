/** Believable usage of made-up companies, the same for the same seed, so that the panel has something to show. */
@NullMarked
package dev.tallystream.standalone.demo;

import org.jspecify.annotations.NullMarked;

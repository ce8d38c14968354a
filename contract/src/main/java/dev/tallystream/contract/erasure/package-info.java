/** Users who asked to be forgotten: known by a keyed hash only. */
@NullMarked
package dev.tallystream.contract.erasure;

import org.jspecify.annotations.NullMarked;

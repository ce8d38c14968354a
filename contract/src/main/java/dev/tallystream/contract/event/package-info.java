/** The usage event: its sealed types, the strict decoder and every reason to refuse one. */
@NullMarked
package dev.tallystream.contract.event;

import org.jspecify.annotations.NullMarked;

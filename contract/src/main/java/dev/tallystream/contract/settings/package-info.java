/** What an organization decides for itself: its calendar and its privacy switch. */
@NullMarked
package dev.tallystream.contract.settings;

import org.jspecify.annotations.NullMarked;

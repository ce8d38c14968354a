/** What a vendor sold to an organization: credits for each billing period, and when billing periods begin. */
@NullMarked
package dev.tallystream.contract.allocation;

import org.jspecify.annotations.NullMarked;

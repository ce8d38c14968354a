/** What an organization is given to use: allocations and the billing periods that they are for. */
@NullMarked
package dev.tallystream.contract.billing;

import org.jspecify.annotations.NullMarked;

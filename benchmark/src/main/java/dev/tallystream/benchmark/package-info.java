/** Numbers and fault storms: the commands that prove what the product promises. */
@NullMarked
package dev.tallystream.benchmark;

import org.jspecify.annotations.NullMarked;

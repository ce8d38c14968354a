/** Tests of the demo's data. */
@NullMarked
package dev.tallystream.standalone.demo;

import org.jspecify.annotations.NullMarked;

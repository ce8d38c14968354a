/** The publisher against a broker that comes and goes. */
@NullMarked
package dev.tallystream.standalone.publishing;

import org.jspecify.annotations.NullMarked;

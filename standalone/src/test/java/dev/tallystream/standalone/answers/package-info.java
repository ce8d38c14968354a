/** Whether answers add up while events load. */
@NullMarked
package dev.tallystream.standalone.answers;

import org.jspecify.annotations.NullMarked;

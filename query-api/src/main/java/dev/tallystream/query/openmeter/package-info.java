/** Usage in the shapes of OpenMeter's API, so that its published clients read it unchanged. */
@NullMarked
package dev.tallystream.query.openmeter;

import org.jspecify.annotations.NullMarked;

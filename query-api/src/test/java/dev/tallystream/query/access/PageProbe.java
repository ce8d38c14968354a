package dev.tallystream.query.access;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;

/** The smallest page of an organization, in processes that have its switch. */
@Controller("/admin/{org}/probe")
@Requires(beans = PageProbe.Switch.class)
final class PageProbe {
    /** Turns it on. */
    record Switch() {}

    @Get
    String page(@PathVariable String org, Principal caller) {
        return org + " for " + caller.organizations();
    }
}

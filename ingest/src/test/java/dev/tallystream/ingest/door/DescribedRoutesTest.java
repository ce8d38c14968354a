package dev.tallystream.ingest.door;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallystream.http.description.ApiDescription;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DescribedRoutesTest {
    @Test
    void everyRouteOfTheDoorIsDescribedAndEveryDescribedOneIsThere() {
        try (IngestServer server = new IngestServer()) {
            Set<String> routes = server.router()
                    .uriRoutes()
                    .filter(route -> !route.getHttpMethodName().equals("HEAD")) // each GET has one
                    .map(route -> route.getHttpMethodName() + " " + route.getUriMatchTemplate())
                    .collect(Collectors.toCollection(TreeSet::new));

            assertEquals(ApiDescription.served().routes("ingest"), routes);
        }
    }
}

package dev.tallystream.query.description;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallystream.http.description.ApiDescription;
import dev.tallystream.query.QueryServer;
import dev.tallystream.query.metrics.StillPartitions;
import io.micronaut.web.router.Router;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DescribedRoutesTest {
    @Test
    void everyRouteOfTheDoorIsDescribedAndEveryDescribedOneIsThere() {
        try (QueryServer server = new QueryServer(new StillPartitions(), new StillPartitions.Figures())) {
            Set<String> routes = server.context()
                    .getBean(Router.class)
                    .uriRoutes()
                    .filter(route -> !route.getHttpMethodName().equals("HEAD")) // each GET has one
                    .map(route -> route.getHttpMethodName() + " " + route.getUriMatchTemplate())
                    .collect(Collectors.toCollection(TreeSet::new));

            assertEquals(ApiDescription.served().routes("query"), routes);
        }
    }
}

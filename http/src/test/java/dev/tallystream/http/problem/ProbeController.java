package dev.tallystream.http.problem;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import java.util.List;

/** One route for each way in which a request can go wrong. */
@Controller("/probe")
@Requires(property = ProbeController.WANTED) // other rooms have this class on their path
public class ProbeController {
    /** The property of a process that has these routes. */
    public static final String WANTED = "probe.wanted";

    record Order(String itemName, int count) {}

    @Get("/order")
    Order order() {
        return new Order("pen", 2);
    }

    @Get("/nothing")
    List<String> nothing() {
        return List.of();
    }

    @Post("/order")
    Order order(@Body Order order) {
        return order;
    }

    @Post("/bytes")
    int bytes(@Body byte[] body) {
        return body.length;
    }

    @Get("/page")
    int page(@QueryValue int limit) {
        return limit;
    }

    @Get("/refuse/{type}")
    String refuse(ProblemType type) {
        throw new ProblemException(Problem.at("/time", type, "In a fixed sentence."));
    }

    @Get("/break")
    String breaks() {
        throw new IllegalStateException("the password is hunter2");
    }
}
